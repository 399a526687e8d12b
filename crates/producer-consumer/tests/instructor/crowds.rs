//! Too many threads and items for a proof: a sample of the interleavings, drawn with a fixed seed.

use checks::model::{first_failing, sample};
use checks::{Check, Finding};
use interleave::thread;
use producer_consumer::{Queue, models};

pub const CHECKS: &[Check] = &[
    Check::model("queue-serves-any-crowd", serves_any_crowd)
        .exercise("queue-put-get")
        .title("several producers and consumers lose no item and get none twice")
        .points(1)
        .told(&["`put` waits while the queue is full, `get` while it is empty"])
        .hidden(),
    Check::model("join-waits-for-any-crowd", join_waits_for_any_crowd)
        .exercise("queue-join")
        .title("join waits for the tasks of several consumers")
        .points(1)
        .told(&["Waits until `task_done` has been called for every item put."])
        .hidden(),
    Check::model("sentinel-stops-any-crowd", stops_any_crowd)
        .exercise("sentinel")
        .title("one sentinel stops several consumers, and every task is processed")
        .points(1)
        .told(&["There is one sentinel: each consumer puts it back once, for the next"])
        .hidden(),
];

fn serves_any_crowd() -> Finding {
    let sizes = [(2, 2, 1), (3, 3, 2)];
    first_failing(sizes.into_iter().map(|(producers, consumers, capacity)| {
        let each = 6 / producers;
        let mut all: Vec<_> = (0..producers).flat_map(|from| (0..each).map(move |item| (from, item))).collect();
        all.sort_unstable();
        sample(all, || {
            let queue = Queue::new(capacity);
            thread::scope(|scope| {
                for from in 0..producers {
                    let queue = &queue;
                    scope.spawn(move || (0..each).for_each(|item| queue.put((from, item)).unwrap()));
                }
                let get = || (0..6 / consumers).map(|_| queue.get().unwrap()).collect::<Vec<_>>();
                let consumers: Vec<_> = (0..consumers).map(|_| scope.spawn(get)).collect();
                let mut items: Vec<(usize, usize)> =
                    consumers.into_iter().flat_map(|c| c.join().unwrap()).collect();
                items.sort_unstable();
                items
            })
        })
    }))
}

fn join_waits_for_any_crowd() -> Finding {
    sample("every task was taken when join() returned", || {
        let queue = Queue::new(2);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    for _ in 0..2 {
                        queue.get().unwrap();
                        queue.task_done();
                    }
                });
            }
            (0..4).for_each(|task| queue.put(task).unwrap());
            queue.join();
            match queue.len() {
                0 => "every task was taken when join() returned",
                _ => "join() returned while tasks were still in the queue",
            }
        })
    })
}

fn stops_any_crowd() -> Finding {
    let sizes = [(3, 3, 2), (2, 5, 1)];
    first_failing(sizes.into_iter().map(|(consumers, tasks, capacity)| {
        let each_once: Vec<_> = (0..tasks).map(|task| format!("Worker 0 processed task {task}")).collect();
        sample(each_once, || models::deliver(consumers, tasks, capacity))
    }))
}
