//! Exercise `sentinel`: consumers that share one sentinel, and write down what they did.

use checks::model::{first_failing, prove};
use checks::{Check, Finding};
use common::sync::Mutex;
use interleave::sync::Barrier;
use interleave::thread;
use producer_consumer::{Queue, Shutdown, consumer, models, producer};

pub const CHECKS: &[Check] = &[
    Check::behaviour("sentinel-results", says_what_it_did)
        .exercise("sentinel")
        .title("a consumer says which tasks it processed")
        .points(1)
        .hints(&["The lecture's line 24: `Worker {worker} processed task {task}`, pushed to `results`."]),
    Check::behaviour("sentinel-is-handed-on", is_handed_on)
        .exercise("sentinel")
        .title("a consumer leaves the sentinel for the next one, once")
        .points(1)
        .hints(&[
            "There is one sentinel and there are several consumers. What does the second one wait for?",
            "Put `None` back before you stop: `queue.put(None)`.",
        ]),
    Check::behaviour("sentinel-tasks-are-done", tasks_are_done)
        .exercise("sentinel")
        .title("a consumer marks each task as done, once")
        .points(2)
        .hints(&["After the result is noted: `queue.task_done()`, once for each task."]),
    Check::behaviour("sentinel-ends-with-the-queue", ends_with_the_queue)
        .exercise("sentinel")
        .title("a consumer stops when the queue was shut down and is empty")
        .points(1)
        .hints(&[
            "`get` returns an error when the queue was shut down: no task will come, and no sentinel either.",
            "`while let Ok(Some(task)) = queue.get()` ends with the one as with the other.",
        ]),
    Check::model("sentinel-workers-overlap", workers_overlap)
        .exercise("sentinel")
        .title("two consumers work at the same time")
        .points(2)
        .meeting()
        .hints(&[
            "Which lock does a consumer hold while it works? Whoever else needs it has to wait.",
            "Work first, then lock `results`, push, and let go of the lock: at the end of the statement that pushes, at \
             the end of the block, or with `drop(results)`.",
        ]),
    Check::model("sentinel-delivers", delivers)
        .exercise("sentinel")
        .title("every task is processed once and every consumer stops, in every interleaving")
        .points(2)
        .hints(&[
            "The table shows who still waits, and for what.",
            "Each consumer that meets the sentinel puts it back, also the one that has done no task at all.",
        ]),
];

fn says_what_it_did() {
    let (queue, results) = (Queue::new(3), Mutex::default());
    producer(&queue, 2, |_| {});
    let mut worked = Vec::new();
    consumer(4, &queue, &results, |task| worked.push(task));
    assert_eq!(worked, [0, 1], "the tasks that it worked on");
    assert_eq!(*results.lock().unwrap(), ["Worker 4 processed task 0", "Worker 4 processed task 1"]);
}

fn is_handed_on() {
    let (queue, results) = (Queue::new(2), Mutex::default());
    queue.put(None).unwrap();
    for worker in 0..3 {
        consumer(worker, &queue, &results, |task| panic!("there is no task {task}"));
    }
    assert_eq!(queue.len(), 1, "sentinels in the queue after three consumers have stopped");
    assert_eq!(queue.get(), Ok(None));
}

fn tasks_are_done() {
    let (queue, results) = (Queue::new(4), Mutex::default());
    producer(&queue, 3, |_| {});
    consumer(0, &queue, &results, |_| {});
    // Unfinished are now at most the sentinels: the one that the producer put, and the one that was put back.
    let one_too_many = || std::thread::scope(|scope| scope.spawn(|| queue.task_done()).join()).is_err();
    let unfinished = (0..6).take_while(|_| !one_too_many()).count();
    // There cannot be six: then `task_done` never panics, and that is another exercise.
    assert!(unfinished <= 2 || unfinished == 6, "of 3 tasks, {} were not marked as done", unfinished - 2);
}

fn ends_with_the_queue() {
    let (queue, results) = (Queue::new(2), Mutex::default());
    queue.put(Some(0)).unwrap();
    queue.shutdown(Shutdown::Draining);
    consumer(0, &queue, &results, |_| {});
    assert_eq!(results.lock().unwrap().len(), 1, "tasks that were in the queue when it was shut down");
}

fn workers_overlap() -> Finding {
    prove("both tasks were processed", || {
        let (queue, results, meeting) = (Queue::new(3), Mutex::default(), Barrier::new(2));
        producer(&queue, 2, |_| {});
        thread::scope(|scope| {
            for worker in 0..2 {
                let (queue, results, meeting) = (&queue, &results, &meeting);
                scope.spawn(move || {
                    consumer(worker, queue, results, |_| {
                        meeting.wait();
                    });
                });
            }
        });
        let lines = results.lock().unwrap().len();
        match lines {
            2 => "both tasks were processed",
            _ => "not every task has its line in `results`",
        }
    })
}

fn delivers() -> Finding {
    let sizes = [(1, 1, 1), (1, 2, 1), (2, 1, 1)];
    first_failing(sizes.map(|(consumers, tasks, capacity)| {
        let each_once: Vec<_> = (0..tasks).map(|task| format!("Worker 0 processed task {task}")).collect();
        prove(each_once, || models::deliver(consumers, tasks, capacity))
    }))
}
