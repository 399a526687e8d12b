//! Exercise `queue-join`: whoever waits in `join` goes on when every item has been dealt with.

use checks::experiment::{Experiment, RngExt, came_back, equal, holds};
use checks::model::{prove, sleeps};
use checks::{Check, Finding};
use interleave::thread;
use producer_consumer::{Queue, models};

pub const CHECKS: &[Check] = &[
    Check::behaviour("join-without-tasks", &WITHOUT_TASKS)
        .exercise("queue-join")
        .title("join returns at once where nothing was put")
        .points(1)
        .told(&["Waits until `task_done` has been called for every item put."])
        .hints(&["How many items are unfinished here? `join` waits only while there are some."]),
    Check::behaviour("join-after-the-last-task", &AFTER_THE_LAST_TASK)
        .exercise("queue-join")
        .title("join returns at once where every task is done")
        .points(2)
        .told(&[
            "Waits until `task_done` has been called for every item put.",
            "Says that an item taken from the queue has been dealt with.",
            "Appends `item`, which is unfinished from now on; waits while the queue is full.",
        ])
        .hints(&[
            "Does your `put` count? Each item that it appends is one more in `unfinished`.",
            "`put` counts an item as unfinished. Who takes it off the count?",
            "`task_done` takes exactly one off `unfinished`, each time.",
        ]),
    Check::behaviour("join-one-too-many", &ONE_TOO_MANY)
        .exercise("queue-join")
        .title("one task_done too many panics, and the queue goes on")
        .points(2)
        .told(&["If called more often than items were put: a mistake in the caller"])
        .hints(&[
            "Only the second `task_done` may panic. If the first one does, `put` has not counted.",
            "What would `unfinished - 1` be if `unfinished` is 0? Say so before it happens: `assert!`.",
            "The panic poisons the lock. `lock()` then returns an error with the guard inside; `self.lock()` takes it.",
        ]),
    Check::model("join-sleeps", join_sleeps)
        .exercise("queue-join")
        .title("join sleeps while a task that was taken is not done")
        .points(1)
        .told(&[
            "queue-join: wait while items are unfinished",
            "How many items were put for which `task_done` has not been called.",
        ])
        .hints(&[
            "Taking an item is not being done with it: count what is unfinished, not what is in the queue.",
            "Does your `put` count? Two items were put and one is done, so one is left in `unfinished`.",
        ]),
    Check::model("join-waits", waits)
        .exercise("queue-join")
        .title("join returns after the last task is done, in every interleaving")
        .points(2)
        .told(&[
            "Waits until `task_done` has been called for every item put.",
            "queue-join: wait while items are unfinished",
        ])
        .hints(&[
            "Who wakes the thread that waits in `join`? And does it look again, in a `while`, before it goes on?",
            "The `task_done` that takes `unfinished` to 0 notifies `all_done`, with the lock held.",
        ]),
    Check::model("join-wakes-everybody", wakes_everybody)
        .exercise("queue-join")
        .title("two threads that wait in join both go on")
        .points(1)
        .told(&[
            "Notified by the last `task_done`, every waiter, for all may go on.",
            "queue-join: one item less is unfinished; after the last, wake all who wait",
        ])
        .hints(&["Does your `put` count?", "After the last task all of them may go on: `notify_all`."]),
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

/// One item is put, and `task_done` called twice: whether that panicked, and what a get gives then.
const ONE_TOO_MANY: Experiment<usize, (bool, Option<usize>)> = Experiment {
    input: |generator| generator.random_range(1..100),
    observe: |item| {
        let queue = Queue::new(1);
        queue.put(item).unwrap();
        queue.task_done();
        // The panic is in the code under test, but asked for: another thread takes it.
        let panicked = common::thread::scope(|scope| scope.spawn(|| queue.task_done()).join());
        (panicked.is_err(), queue.get().ok())
    },
    judge: |item, (panicked, got)| {
        holds(panicked, "one item was put, and task_done() was called twice: it must panic")?;
        equal("the item is still there: what get gives", &got, &Some(item))
    },
};

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
        false => "join() returned, and the work on the task was not visible",
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
