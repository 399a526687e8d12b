//! Exercise `queue-join`: `join` returns when every item has been dealt with.

use checks::experiment::{Experiment, RngExt, came_back, equal, holds};
use checks::model::{first_failing, if_any_panicked, if_ended, prove, sleeps};
use checks::{Check, Finding};
use interleave::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed}; // `Relaxed`: read after `join`
use interleave::thread;
use producer_consumer::{Queue, Shutdown, models};

pub const CHECKS: &[Check] = &[
    Check::behaviour("join-without-tasks", &WITHOUT_TASKS)
        .exercise("queue-join")
        .title("join returns at once if nothing was put")
        .if_it_waits("`join` waits although nothing was put.")
        .points(1)
        .told(&["Waits until `task_done` has been called for every item put."])
        .hints(&["How many items are unfinished here? `join` waits only while there are any."]),
    Check::behaviour("join-after-the-last-task", &AFTER_THE_LAST_TASK)
        .exercise("queue-join")
        .title("join returns at once if every task is done")
        .if_it_waits("`join` waits although every task is done: is `unfinished` 0 then?")
        .points(1)
        .told(&[
            "Waits until `task_done` has been called for every item put.",
            "Marks one item taken from the queue as done.",
            "Appends `item`, which counts as unfinished from now on; waits while the queue is full.",
        ])
        .hints(&[
            "Does your `put` count? It adds one to `unfinished` for each item that it appends.",
            "`put` counts an item as unfinished. Which function takes it off the count?",
            "`task_done` subtracts exactly one from `unfinished` each time.",
        ]),
    Check::behaviour("join-one-too-many", &ONE_TOO_MANY)
        .exercise("queue-join")
        .title("one task_done too many panics, and the queue still works")
        .if_it_waits("`task_done` waits, or `get` waits although there is an item.")
        .points(1)
        .told(&[
            "If called more often than items were put.",
            "The count stays at 0.",
        ])
        .hints(&[
            "Only the second `task_done` may panic. If the first one does, `put` has not counted.",
            "What is `unfinished - 1` if `unfinished` is 0? Check before you subtract: `assert!`.",
            "The count must still be right after the panic: first `assert!`, then subtract.",
            "The panic poisons the lock. `lock()` then returns an error with the guard inside; `self.lock()` takes the guard.",
        ]),
    Check::behaviour("join-counts-no-refused-item", &COUNTS_NO_REFUSED_ITEM)
        .exercise("queue-join")
        .title("an item that put refuses does not count as unfinished")
        .if_it_waits("`put` or `task_done` waits although the queue was shut down.")
        .points(1)
        .told(&[
            "A refused item does not count as unfinished.",
            "The number of items that were put and for which `task_done` has not been called.",
        ])
        .hints(&[
            "Where does `put` count? It must not count an item that it refuses: no thread gets it or marks it as done.",
            "Add to `unfinished` where you append, after you have checked `shut_down`.",
        ]),
    Check::model("join-sleeps", join_sleeps)
        .exercise("queue-join")
        .title("join sleeps while a task that was taken is not marked as done")
        .points(1)
        .told(&[
            "queue-join: wait while items are unfinished",
            "The number of items that were put and for which `task_done` has not been called.",
        ])
        .hints(&[
            "An item that was taken is not done yet: wait for `unfinished`, not for the queue to be empty.",
            "Does your `put` count? Two items were put and one is done, so one is left in `unfinished`.",
        ]),
    Check::model("join-waits", waits)
        .exercise("queue-join")
        .title("join returns only after the last task is done, in every interleaving")
        .points(1)
        .told(&[
            "Waits until `task_done` has been called for every item put.",
            "queue-join: wait while items are unfinished",
        ])
        .hints(&[
            "Which call wakes the thread that waits in `join`? And does that thread check again, in a `while`, before it returns?",
            "The `task_done` that brings `unfinished` to 0 notifies `all_done`, with the lock held.",
        ]),
    Check::model("join-counts-each-put", counts_each_put)
        .exercise("queue-join")
        .title("a task is counted before any thread can get it, even if another put runs at the same time")
        .points(1)
        .told(&["Appends `item`, which counts as unfinished from now on; waits while the queue is full."])
        .hints(&[
            "A consumer can get the item, and call `task_done` for it, as soon as `put` has released the lock.",
            "`put` must add one to `unfinished` before it releases the lock. If you use two locks, every thread must take \
             them in the same order.",
        ]),
    Check::model("join-waits-after-a-shutdown", waits_after_a_shutdown)
        .exercise("queue-join")
        .title("join waits for unfinished items even after a shutdown")
        .points(1)
        .told(&[
            "It does not wait for items dropped by a shutdown.",
            "A refused item does not count as unfinished.",
        ])
        .hints(&[
            "A draining shutdown drops nothing: an item that was taken is still unfinished.",
            "`put` and `get` check `shut_down`. `join` does not: it only waits while `unfinished` is not 0.",
        ]),
    Check::model("join-wakes-everybody", wakes_everybody)
        .exercise("queue-join")
        .title("two threads that wait in join both return")
        .points(1)
        .told(&[
            "Notified by the last `task_done`: all waiters, for all can go on.",
            "queue-join: one item less is unfinished; after the last, wake all who wait",
        ])
        .hints(&["Does your `put` count?", "After the last task, every thread in `join` may return: `notify_all`."]),
];

const WITHOUT_TASKS: Experiment<usize, ()> = Experiment {
    input: |generator| generator.random_range(1..=5),
    observe: |capacity| Queue::<u8>::new(capacity).join(),
    judge: came_back,
};

const AFTER_THE_LAST_TASK: Experiment<usize, ()> = Experiment {
    input: |generator| generator.random_range(2..=5),
    observe: |tasks| {
        let queue = Queue::new(tasks);
        (0..tasks).for_each(|task| queue.put(task).unwrap());
        for _ in 0..tasks {
            queue.get().unwrap();
            queue.task_done();
        }
        queue.join();
    },
    judge: came_back,
};

/// Puts one item and calls `task_done` three times: whether the second and third calls panicked, and what a get then
/// returned.
const ONE_TOO_MANY: Experiment<usize, ([bool; 2], Option<usize>)> = Experiment {
    input: |generator| generator.random_range(1..100),
    observe: |item| {
        let queue = Queue::new(1);
        queue.put(item).unwrap();
        queue.task_done();
        ([(); 2].map(|()| task_done_panics(&queue)), queue.get().ok())
    },
    judge: |item, ([panicked, again], got)| {
        holds(panicked, "one item was put, so the second task_done() must panic")?;
        holds(
            again,
            "one task_done() too many panicked, but the next one did not: the panic left a wrong count behind",
        )?;
        equal("the item is still there: what get returned", &got, &Some(item))
    },
};

/// Puts one item and has another refused: whether it was, and whether the second and third `task_done` panicked.
const COUNTS_NO_REFUSED_ITEM: Experiment<usize, (bool, [bool; 2])> = Experiment {
    input: |generator| generator.random_range(1..100),
    observe: |item| {
        let queue = Queue::new(2);
        queue.put(item).unwrap();
        queue.shutdown(Shutdown::Draining);
        let refused = queue.put(item + 1).is_err();
        queue.task_done();
        (refused, [(); 2].map(|()| task_done_panics(&queue)))
    },
    // Other checks find a `put` that refuses or counts nothing, and a `task_done` that never panics.
    judge: |_, (refused, panicked)| {
        holds(
            !refused || panicked != [false, true],
            "one item was put and one refused, but both count as unfinished: `join` would wait for ever",
        )
    },
};

/// The code under test must panic here, so it runs in another thread.
fn task_done_panics<T: Send>(queue: &Queue<T>) -> bool {
    common::thread::scope(|scope| scope.spawn(|| queue.task_done()).join()).is_err()
}

fn join_sleeps() -> Finding {
    sleeps(|| {
        let queue = Queue::new(2);
        queue.put(1).unwrap();
        queue.put(2).unwrap();
        queue.get().unwrap();
        queue.get().unwrap();
        queue.task_done();
        queue.join();
    })
}

fn waits() -> Finding {
    prove("the work on the task was visible when join() returned", || match models::join_waits() {
        true => "the work on the task was visible when join() returned",
        false => "join() returned, but the work on the task was not visible",
    })
}

/// A consumer gets each item as soon as it can; the second item is put while the first is marked as done.
fn counts_each_put() -> Finding {
    let cause = "A consumer could get an item before `put` had counted it as unfinished.";
    let finding = prove("both tasks were done when join() returned", || {
        let (queue, done) = (Queue::new(1), AtomicUsize::new(0));
        thread::scope(|scope| {
            scope.spawn(|| {
                for _ in (0..2).take_while(|_| queue.get().is_ok()) {
                    done.fetch_add(1, Relaxed);
                    queue.task_done();
                }
            });
            (1..=2).for_each(|item| queue.put(item).unwrap());
            queue.join();
            match done.load(Relaxed) {
                2 => "both tasks were done when join() returned",
                _ => "join() returned before both tasks were done",
            }
        })
    });
    if_any_panicked(cause, finding)
}

fn waits_after_a_shutdown() -> Finding {
    first_failing([waits_for_what_was_taken(), waits_for_nothing_that_was_refused()])
}

/// The second put waits for room when the shutdown comes, or begins after it.
fn waits_for_nothing_that_was_refused() -> Finding {
    let cause = "`join` waits for an item that is not in the queue: `put` had counted it, and the shutdown then refused it.";
    let finding = prove("join() returned", || {
        let queue = Queue::new(1);
        queue.put(1).unwrap();
        let was_refused = thread::scope(|scope| {
            let other = scope.spawn(|| queue.put(2).is_err());
            queue.shutdown(Shutdown::Draining);
            other.join().unwrap()
        });
        // Other checks find a put that is not refused, and a lost item.
        if was_refused && queue.get().is_ok() {
            queue.task_done();
            queue.join();
        }
        "join() returned"
    });
    if_ended(cause, finding)
}

/// The shutdown comes while a thread works on a task.
fn waits_for_what_was_taken() -> Finding {
    prove("the task was done when join() returned", || {
        let (queue, done) = (Queue::new(1), AtomicBool::new(false));
        queue.put(()).unwrap();
        queue.get().unwrap();
        thread::scope(|scope| {
            scope.spawn(|| {
                done.store(true, Relaxed);
                queue.task_done();
            });
            queue.shutdown(Shutdown::Draining);
            queue.join();
            match done.load(Relaxed) {
                true => "the task was done when join() returned",
                false => "after the shutdown, join() returned before the task was done",
            }
        })
    })
}

fn wakes_everybody() -> Finding {
    prove((), || {
        let queue = Queue::new(1);
        queue.put(()).unwrap();
        thread::scope(|scope| {
            scope.spawn(|| queue.join());
            scope.spawn(|| queue.join());
            queue.get().unwrap();
            queue.task_done();
        });
    })
}
