//! Exercise `sentinel`: consumers that share one sentinel, and record what they did.

use checks::experiment::{Experiment, RngExt, equal, holds};
use checks::model::{first_failing, if_ended, if_stuck, prove};
use checks::{Check, Finding};
use common::sync::Mutex;
use interleave::sync::Barrier;
use interleave::sync::atomic::{AtomicBool, Ordering::Relaxed}; // `Relaxed`: read after `join`
use interleave::thread;
use producer_consumer::{Queue, Shutdown, consumer, models, producer};

pub const CHECKS: &[Check] = &[
    Check::behaviour("sentinel-results", &SAYS_WHAT_IT_DID)
        .exercise("sentinel")
        .title("a consumer records each task after the work on it")
        .if_it_waits("The consumer waits for one more task: does it stop at the sentinel?")
        .points(1)
        .told(&["For each task, in this order: `work` is called with it"])
        .hints(&[
            "The lecture's line 24: `Worker {worker} processed task {task}`, pushed to `results`.",
            "First `work(task)`, then the result: everything in `results` has been done.",
        ]),
    Check::behaviour("sentinel-is-handed-on", &IS_HANDED_ON)
        .exercise("sentinel")
        .title("a consumer puts the sentinel back once, for the next")
        .if_it_waits("A consumer waits: did the previous one put the sentinel back exactly once?")
        .points(1)
        .told(&[
            "There is one sentinel: each consumer puts it back once, for the next",
            "sentinel: for each task: work, note the result, task_done; at the sentinel",
        ])
        .hints(&[
            "There is one sentinel for several consumers. What does the second consumer wait for?",
            "Put `None` back before you stop: `queue.put(None)`.",
        ]),
    Check::behaviour("sentinel-tasks-are-done", &TASKS_ARE_DONE)
        .exercise("sentinel")
        .title("a consumer marks each task as done once, and never the sentinel")
        .if_it_waits("The consumer waits for one more task: does it stop at the sentinel?")
        .points(1)
        .told(&[
            "For each task, in this order: `work` is called with it",
            "There is one sentinel: each consumer puts it back once, for the next, and never marks it as done.",
        ])
        .hints(&[
            "After the result is recorded, call `queue.task_done()`, once for each task.",
            "The sentinel is not a task: call `task_done()` only for `Some(task)`.",
        ]),
    Check::model("sentinel-done-means-done", done_means_done)
        .exercise("sentinel")
        .title("a task is marked as done only after its work and its result")
        .points(1)
        .told(&["So when [`Queue::join`] returns, the work is done and the result recorded."])
        .hints(&[
            "`join` returns when every task is done. What may its caller rely on?",
            "In this order: `work(task)`, the result pushed to `results`, `queue.task_done()`.",
        ]),
    Check::behaviour("sentinel-ends-with-the-queue", &ENDS_WITH_THE_QUEUE)
        .exercise("sentinel")
        .title("a consumer stops after a shutdown, with or without a sentinel in the queue")
        .if_it_waits("The queue was shut down, but the consumer waits for one more task.")
        .points(1)
        .told(&[
            "Takes tasks from the queue until it gets the sentinel",
            "A queue that was shut down refuses it, which is correct.",
        ])
        .hints(&[
            "`get` returns an error once a queue that was shut down is empty: no task will come, and no sentinel either.",
            "`while let Ok(Some(task)) = queue.get()` ends at a sentinel and at an error.",
            "A queue that was shut down refuses the sentinel. Ignore that error: `let _ = queue.put(None)`.",
        ]),
    Check::model("sentinel-workers-overlap", workers_overlap)
        .exercise("sentinel")
        .title("two consumers work at the same time")
        .points(2)
        .told(&["Consumers work at the same time: none holds the lock of `results` while it works."])
        .meeting()
        .hints(&[
            "Which lock does a consumer hold while it works? Other consumers that need this lock must wait.",
            "Work first, then lock `results`, push, and release the lock: at the end of the statement that pushes, at \
             the end of the block, or with `drop(results)`.",
        ]),
    Check::model("sentinel-delivers", delivers)
        .exercise("sentinel")
        .title("every task is processed once and every consumer stops, in every interleaving")
        .points(2)
        .told(&[
            "There is one sentinel: each consumer puts it back once, for the next",
            "Takes tasks from the queue until it gets the sentinel",
        ])
        .hints(&[
            "The table shows which thread still waits, and for what.",
            "Each consumer that gets the sentinel puts it back, even if it has processed no task.",
        ]),
];

/// A task that a consumer worked on, and the number of results during the work, if their lock was free.
type Worked = (usize, Option<usize>);

/// From a worker's number and the number of tasks: the tasks that it worked on, and the results that it recorded.
const SAYS_WHAT_IT_DID: Experiment<(usize, usize), (Vec<Worked>, Vec<String>)> = Experiment {
    input: |generator| (generator.random_range(0..10), generator.random_range(2..=4)),
    observe: |(worker, tasks)| {
        let (queue, results) = (Queue::new(tasks + 1), Mutex::<Vec<String>>::default());
        producer(&queue, tasks, |_| {});
        let mut worked = Vec::new();
        consumer(worker, &queue, &results, |task| {
            worked.push((task, results.try_lock().ok().map(|results| results.len())));
        });
        (worked, results.into_inner().unwrap())
    },
    judge: |(worker, tasks), (worked, results)| {
        let order = worked.iter().map(|(task, _)| *task).collect::<Vec<_>>();
        equal("the tasks that it worked on", &order, &(0..tasks).collect())?;
        for (task, noted) in worked {
            let early = noted.is_some_and(|noted| noted > task);
            holds(!early, format!("the result of task {task} was already in `results` during the work on it"))?;
        }
        let lines = (0..tasks).map(|task| format!("Worker {worker} processed task {task}"));
        equal("its results", &results, &lines.collect())
    },
};

/// From the number of consumers that share one sentinel: what they leave in the queue.
const IS_HANDED_ON: Experiment<usize, Vec<Option<usize>>> = Experiment {
    input: |generator| generator.random_range(2..=4),
    observe: |consumers| {
        let (queue, results) = (Queue::new(2), Mutex::default());
        queue.put(None).unwrap();
        for worker in 0..consumers {
            consumer(worker, &queue, &results, |task| panic!("there is no task {task}"));
        }
        (0..queue.len()).map(|_| queue.get().unwrap()).collect()
    },
    judge: |consumers, left| {
        let what = format!("sentinels in the queue after {consumers} consumers have stopped");
        equal(&what, &left.len(), &1)?;
        equal("what is left in the queue", &left, &vec![None])
    },
};

/// From the number of tasks: how many were worked on, how many items are left in the queue, and how many count as
/// unfinished.
const TASKS_ARE_DONE: Experiment<usize, [usize; 3]> = Experiment {
    input: |generator| generator.random_range(3..=5),
    observe: |tasks| {
        let (queue, results) = (Queue::new(tasks + 2), Mutex::default());
        producer(&queue, tasks, |_| {});
        let mut worked = 0;
        consumer(0, &queue, &results, |_| worked += 1);
        let left = queue.len();
        let one_too_many = || common::thread::scope(|scope| scope.spawn(|| queue.task_done()).join()).is_err();
        [worked, left, (0..tasks + 4).take_while(|_| !one_too_many()).count()]
    },
    judge: |tasks, [worked, left, unfinished]| {
        // If all count as unfinished, `task_done` never panics, which is another exercise. Another check finds tasks
        // that the consumer did not take.
        if worked < tasks || unfinished == tasks + 4 {
            return Ok(());
        }
        // The items in the queue, and the sentinel that the consumer took.
        let right = left + 1;
        holds(
            unfinished <= right,
            format!("{} of {tasks} tasks were not marked as done", unfinished.saturating_sub(right)),
        )?;
        holds(unfinished == right, "task_done() was called once too often: for the sentinel? It is not a task")
    },
};

/// The number of results after a shutdown, with one task in the queue: without a sentinel after it, and with one.
const ENDS_WITH_THE_QUEUE: Experiment<usize, [usize; 2]> = Experiment {
    input: |generator| generator.random_range(0..100),
    observe: |task| {
        [None, Some(None)].map(|sentinel| {
            let (queue, results) = (Queue::new(2), Mutex::default());
            queue.put(Some(task)).unwrap();
            sentinel.into_iter().for_each(|sentinel| queue.put(sentinel).unwrap());
            queue.shutdown(Shutdown::Draining);
            consumer(0, &queue, &results, |_| {});
            results.into_inner().unwrap().len()
        })
    },
    judge: |_, [without, with]| {
        equal("the results for the one task in a queue that was shut down", &without, &1)?;
        equal("the results for the one task before the sentinel in a queue that was shut down", &with, &1)
    },
};

/// `join` returns when the one task is marked as done. Were its work and its result there by then?
fn done_means_done() -> Finding {
    let stopped = "The consumer stopped before it got the sentinel: an empty queue must not end it.";
    let unmarked = "The consumer did the task and waits for the next one, but has not marked it as done, so `join` \
                    waits for ever.";
    let finding = prove("the work and the result were there when the task was marked as done", || {
        let (queue, results) = (Queue::new(1), Mutex::<Vec<String>>::default());
        let worked = AtomicBool::new(false);
        queue.put(Some(0)).unwrap();
        thread::scope(|scope| {
            scope.spawn(|| consumer(0, &queue, &results, |_| worked.store(true, Relaxed)));
            queue.join();
            let seen = (worked.load(Relaxed), results.lock().unwrap().len());
            queue.shutdown(Shutdown::Draining); // instead of a sentinel, which is never marked as done
            match seen {
                (true, 1) => "the work and the result were there when the task was marked as done",
                (false, _) => "the task was marked as done before the work on it",
                _ => "the task was marked as done before its result was recorded",
            }
        })
    });
    match finding.evidence["ended"] == true {
        true => if_ended(stopped, finding),
        false => if_stuck(unmarked, finding),
    }
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
            _ => "a task has no line in `results`",
        }
    })
}

fn delivers() -> Finding {
    let sizes = [(1, 1, 1), (1, 2, 1), (2, 1, 1)];
    first_failing(sizes.into_iter().map(|(consumers, tasks, capacity)| {
        let each_once: Vec<_> = (0..tasks).map(|task| format!("Worker 0 processed task {task}")).collect();
        prove(each_once, || models::deliver(consumers, tasks, capacity))
    }))
}
