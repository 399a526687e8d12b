//! Exercise `pool-workers`: the list of jobs, and the life of a worker.

use super::gated;
use checks::model::{first_failing, if_alone, prove, prove_in_parts, sleeps, without_preemptions};
use checks::{Check, Finding};
use fetch_pool::{Future, ThreadPool};
use interleave::sync::atomic::{AtomicBool, Ordering::Relaxed}; // `Relaxed`: read after the result of a later job
use interleave::sync::{Barrier, Mutex, mpsc::channel};
use std::mem::forget;
use std::sync::Arc;

pub const CHECKS: &[Check] = &[
    Check::model("pool-gives-results", gives_results)
        .exercise("pool-workers")
        .title("every job returns its result, in every interleaving")
        .points(2)
        .told(&[
            "Runs jobs on worker threads.",
            "pool-workers: list a job that fulfils the promise; wake a worker; return the future",
            "pool-workers: take jobs and run them, until there are no more",
        ])
        .hints(&[
            "Which thread runs the job, and how does it learn that there is one?",
            "`add` puts the job on the list under the lock and notifies a worker. The worker checks the list before it \
             sleeps.",
            "The closure on the list does two things: it runs the submitted job, and calls `promise.fulfil(…)` with its outcome.",
        ]),
    Check::model("pool-submit-returns-at-once", submit_returns_at_once)
        .exercise("pool-workers")
        .title("submit does not wait for the job")
        .points(2)
        .told(&["Puts `job` at the end of the list and returns at once"])
        .hints(&[
            "`submit` calls `add`, which must not run the job itself. Which thread does?",
            "Box the job, push it to `pending`, notify a worker, and return the future.",
        ]),
    Check::model("pool-workers-overlap", workers_overlap)
        .exercise("pool-workers")
        .title("two workers run two jobs at the same time")
        .points(3)
        .told(&[
            "A fixed number of worker threads that share one list of jobs",
            "`add` wakes one of them, because it adds one job",
        ])
        .meeting()
        .hints(&[
            "Which lock does a worker hold while it runs a job? No other worker can take a job meanwhile.",
            "Does `add` notify only if the list was empty? The second job may come before the first worker is awake, and the \
             second worker needs a notify too.",
            "A guard in a variable holds the lock until the end of its block: `drop(jobs)` before `job()`.",
            "Does a worker take the whole list? It must take one job, and leave the others to the other workers.",
            "In `while let Some(job) = self.lock().pending.pop_front()` the guard has no name, but still lives until the end \
             of the block. Take the job in a separate function that returns it.",
        ]),
    Check::model("pool-runs-no-more-than-its-workers", runs_no_more_than_its_workers)
        .exercise("pool-workers")
        .title("a pool of one worker runs one job at a time")
        .points(2)
        .told(&[
            "A pool of at most `workers` threads, named `worker 0`, `worker 1` and so on.",
            "No thread is started here: a worker takes the job from the list.",
        ])
        .hints(&[
            "Which thread runs a job? The worker threads already exist: `crew.rs` starts them, and each runs `work`.",
            "`add` starts no thread. It puts the job on the list, and a worker takes it after its previous job.",
        ]),
    Check::model("pool-keeps-the-order", keeps_the_order)
        .exercise("pool-workers")
        .title("one worker runs the jobs in the order of submission")
        .points(2)
        .told(&["Puts `job` at the end of the list and returns at once", "Waits for a job, and takes the oldest one."])
        .hints(&["First in, first out: `push_back` and `pop_front`."]),
    Check::model("pool-skips-what-was-cancelled", skips_what_was_cancelled)
        .exercise("pool-workers")
        .title("a job runs or is cancelled, never both")
        .points(1)
        .told(&["The closure on the list runs `job` if `promise.begin()` returns true"])
        .hints(&[
            "A worker must ask before it runs the job: `promise.begin()` returns whether to run it.",
            "After `promise.begin()` the job can no longer be cancelled. So the call belongs in the closure on the list, \
             not in `add`.",
        ]),
    Check::model("pool-idle-workers-sleep", idle_workers_sleep)
        .exercise("pool-workers")
        .title("a worker without a job sleeps")
        .points(2)
        .told(&[
            "Waits for a job, and takes the oldest one.",
            "Waited on by idle workers, in `next_job`, until there is a job or the pool is closed.",
            "pool-workers: wait for a job, or for the end",
        ])
        .hints(&[
            "A worker that checks the list again and again takes the processor away from the others.",
            "`jobs = self.changed.wait(jobs)` sleeps until `add` notifies: it takes the guard and returns it.",
        ]),
];

fn gives_results() -> Finding {
    let sizes = [(1, 1), (1, 2)]; // a second worker comes with a second job: `pool-workers-overlap`
    first_failing(sizes.into_iter().map(|(workers, jobs)| {
        prove((0..jobs).collect(), || {
            let pool = ThreadPool::new(workers);
            let futures: Vec<_> = (0..jobs).map(|number| pool.submit(move || number)).collect();
            forget(pool);
            futures.into_iter().map(value).collect::<Vec<_>>()
        })
    }))
}

fn submit_returns_at_once() -> Finding {
    prove("page", || {
        let pool = ThreadPool::new(1);
        let (open, job) = gated("page");
        let future = pool.submit(job);
        open.send(()).expect("the job waits at its gate");
        forget(pool);
        value(future)
    })
}

/// New workers look at the list by themselves. In the second round they have worked before, and sleep until they are
/// woken.
fn workers_overlap() -> Finding {
    let cause =
        "Only one of two workers runs a job: the other was not woken, or this one took both jobs from the list.";
    let rounds = [prove_in_parts("both jobs ran", || meet(1)), without_preemptions("both jobs ran", || meet(2))];
    first_failing(rounds.map(|finding| if_alone(cause, finding)))
}

/// In each round, two jobs wait for each other.
fn meet(rounds: usize) -> &'static str {
    let pool = ThreadPool::new(2);
    let meeting = Arc::new(Barrier::new(2));
    let meet = |()| {
        let meeting = Arc::clone(&meeting);
        pool.submit(move || usize::from(meeting.wait().is_leader()))
    };
    // One of the two jobs was the leader.
    let both_ran = (0..rounds).all(|_| [(); 2].map(meet).into_iter().map(value).sum::<usize>() == 1);
    forget(pool);
    if both_ran { "both jobs ran" } else { "the results are not those of the two jobs" }
}

fn runs_no_more_than_its_workers() -> Finding {
    prove("one job at a time", || {
        let pool = ThreadPool::new(1);
        let at_work = Arc::new(Mutex::new(()));
        let job = || {
            let at_work = Arc::clone(&at_work);
            // Free, unless another thread runs the other job.
            pool.submit(move || at_work.try_lock().is_ok())
        };
        let futures = [job(), job()];
        forget(pool);
        match futures.map(value) {
            [true, true] => "one job at a time",
            _ => "two jobs ran at the same time in a pool of one worker",
        }
    })
}

fn keeps_the_order() -> Finding {
    let expected = "in the order of their submission".to_string();
    prove(expected.clone(), || {
        let pool = ThreadPool::new(1);
        let order = Arc::new(Mutex::new(Vec::new()));
        let note = |number| {
            let order = Arc::clone(&order);
            pool.submit(move || order.lock().unwrap().push(number))
        };
        let futures = [0, 1, 2].map(note);
        forget(pool);
        // The last first: once it is there, so are the others. This leaves a third of the executions.
        futures.into_iter().rev().for_each(value);
        let order = order.lock().unwrap().clone();
        let said = || format!("the jobs were submitted in the order [0, 1, 2], but ran in the order {order:?}");
        if order == [0, 1, 2] { expected.clone() } else { said() }
    })
}

fn skips_what_was_cancelled() -> Finding {
    first_failing([cancels_in_time_or_not(), cancels_what_waits()])
}

/// The worker may or may not have begun the job when `cancel` is called.
fn cancels_in_time_or_not() -> Finding {
    prove("the job ran, or was cancelled", || {
        let pool = ThreadPool::new(1);
        let ran = Arc::new(AtomicBool::new(false));
        let job = {
            let ran = Arc::clone(&ran);
            pool.submit(move || ran.store(true, Relaxed))
        };
        let cancelled = job.cancel();
        let _ = job.result();
        value(pool.submit(|| ())); // the one worker takes this job after the other, which it may have skipped
        forget(pool);
        match (cancelled, ran.load(Relaxed)) {
            (true, true) => "the job ran although cancel() returned true",
            (false, false) => "the job did not run although cancel() returned false",
            _ => "the job ran, or was cancelled",
        }
    })
}

/// The one worker waits in another job, so it cannot have begun this one.
fn cancels_what_waits() -> Finding {
    prove("the job was cancelled", || {
        let pool = ThreadPool::new(1);
        let (begins, begun) = channel();
        let (open, job) = gated(());
        let busy = pool.submit(move || {
            begins.send(()).expect("the main thread waits for it");
            job();
        });
        begun.recv().expect("the job begins");
        let waiting = pool.submit(|| ());
        let cancelled = waiting.cancel();
        open.send(()).expect("the job waits at its gate");
        value(busy);
        forget(pool);
        match cancelled {
            true => "the job was cancelled",
            false => "cancel() returned false for a job that no worker had begun",
        }
    })
}

fn idle_workers_sleep() -> Finding {
    sleeps(|| {
        let pool = ThreadPool::new(1);
        value(pool.submit(|| ())); // starts the worker
        let (_sender, nothing) = channel::<()>();
        let _ = nothing.recv();
        drop(pool);
    })
}

/// The result of a job that does not panic.
fn value<T>(future: Future<T>) -> T {
    future.result().expect("no job here panics")
}
