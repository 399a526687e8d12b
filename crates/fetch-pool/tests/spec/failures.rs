//! Exercise `pool-failures`: jobs that panic, and the end of the pool.

use super::gated;
use checks::child::ON_PURPOSE;
use checks::model::{first_failing, if_ended_by_panic, if_panicked, prove, prove_in_parts};
use checks::{Check, Finding};
use fetch_pool::{Future, Pending, ThreadPool, models};
use interleave::sync::atomic::{AtomicBool, Ordering::Relaxed}; // `Relaxed`: read after a shutdown
use interleave::thread;
use std::iter;
use std::mem::forget;
use std::sync::Arc;

pub const CHECKS: &[Check] = &[
    Check::model("pool-tells-a-panic", tells_a_panic)
        .exercise("pool-failures")
        .title("the future of a job that panicked gives the panic's message")
        .points(2)
        .told(&["The closure on the list runs `job` if `promise.begin()` returns true"])
        .hints(&[
            "Whoever waits for the result must learn that there will be none. Where does a panic go?",
            "`catch_unwind(AssertUnwindSafe(job))` gives a `Result`; its error goes into `Panicked::new`.",
        ]),
    Check::model("pool-survives-a-panic", survives_a_panic)
        .exercise("pool-failures")
        .title("a job that panics does not cost a worker")
        .points(1)
        .told(&["No panic ends it before: neither a job's panic"])
        .hints(&[
            "A panic ends its thread, unless somebody catches it. Which thread runs the job?",
            "Catch it around the job, and let the worker go on with the next.",
        ]),
    Check::model("pool-drop-waits", drop_waits)
        .exercise("pool-failures")
        .title("dropping the pool waits until every job has run")
        .points(3)
        .told(&[
            "Dropping it waits until every job is done, as Python's `with` does.",
            "Tells the workers that no more jobs will come: a worker that finds the list empty ends.",
            "pool-failures: close the list, and wake whoever has to know",
            "Waits until every worker has ended.",
            "What a worker does: it runs one job after another",
            "`None` if the pool is closed and the list is empty.",
        ])
        .hints(&[
            "Three things: tell the workers that nothing more will come, wake those that sleep, wait for each.",
            "`closed` may only end a worker that finds the list empty: what is pending still has to run.",
            "Every sleeping worker has to leave: `notify_all`, then `join` each.",
        ]),
    Check::model("pool-shutdown-waits-for-both", shutdown_waits_for_both)
        .exercise("pool-failures")
        .title("each of two threads that shut the pool down waits until every job has run")
        .points(1)
        .told(&["Two threads, neither of them a worker, may call it at the same time"])
        .hints(&[
            "Two threads are in `join` at the same time. What does the second one wait for, if the first has taken the \
             handles?",
            "`workers` is the guard of a lock. Keep it until the last worker has left: who comes second then waits at \
             that lock.",
        ]),
    Check::model("pool-survives-a-dropped-result", survives_a_dropped_result)
        .exercise("pool-failures")
        .title("a result that panics when it is dropped does not cost a worker")
        .points(1)
        .told(&["No panic ends it before: neither a job's panic"])
        .hints(&[
            "Nobody took the result, so the worker drops it, with the job. A value's `drop` may panic as well.",
            "Where does that panic go? `promise.fulfil` stands outside the first `catch_unwind`. The worker needs one of its \
             own around the whole job.",
        ]),
    Check::model("pool-dropped-by-a-worker", dropped_by_a_worker)
        .exercise("pool-failures")
        .title("a worker that drops the last handle waits for all but itself")
        .points(2)
        .told(&[
            "A worker that calls this waits for all others.",
            "pool-failures: wait for each of the workers; but a worker not for itself",
        ])
        .hints(&[
            "Which thread runs `drop` here? It cannot end while it waits for its own end.",
            "Compare `worker.thread().id()` with `thread::current().id()` before you join.",
            "It waits for the others all the same: leave out one handle, and go on with the next.",
        ]),
];

fn tells_a_panic() -> Finding {
    let message = format!("the job panicked: {ON_PURPOSE}no such page");
    prove("the future gives the panic's message".to_string(), || {
        let pool = ThreadPool::new(1);
        let future = pool.submit(|| panic!("{ON_PURPOSE}no such page"));
        forget(pool);
        let result: Result<(), _> = future.result();
        match result.map_err(|error| error.to_string()) {
            Err(said) if said == message => "the future gives the panic's message".to_string(),
            Err(said) => format!("the job panicked, and its future says instead: {said}"),
            Ok(()) => "the job panicked, and its future gives a value".to_string(),
        }
    })
}

fn survives_a_panic() -> Finding {
    let cause = "The panic of a job ended the worker: nobody caught it.";
    let program = || {
        let pool = ThreadPool::new(1);
        drop::<Future<()>>(pool.submit(|| panic!("{ON_PURPOSE}no such page")));
        let next = pool.submit(|| 7);
        forget(pool);
        next.result().expect("this job does not panic")
    };
    if_panicked(cause, prove(7, program))
}

fn drop_waits() -> Finding {
    let expected = "each job had run once when the pool was gone";
    let one_worker = [1, 2].into_iter().map(|jobs| prove(expected, || what_became_of_the_jobs(1, jobs)));
    let two_workers = iter::once_with(|| prove_in_parts(expected, || what_became_of_the_jobs(2, 2)));
    first_failing(iter::once_with(keeps_what_is_pending).chain(one_worker).chain(two_workers))
}

fn what_became_of_the_jobs(workers: usize, jobs: usize) -> &'static str {
    let runs = models::run_jobs(workers, jobs);
    match (runs.contains(&0), runs.iter().all(|runs| *runs == 1)) {
        (true, _) => {
            "the pool was gone, and a job had not run: did `join` wait for each worker, and each worker until the list was \
             empty?"
        }
        (_, true) => "each job had run once when the pool was gone",
        _ => "a job ran more than once",
    }
}

/// The shutdown may begin while the job is still on the list.
fn keeps_what_is_pending() -> Finding {
    prove("the pending job was kept", || {
        let pool = ThreadPool::new(1);
        let pending = pool.submit(|| ());
        pool.begin_shutdown(Pending::Run);
        let is_lost = pending.is_cancelled();
        forget(pool);
        match is_lost {
            true => "`close` threw a pending job away: it has to leave the list to the workers",
            false => "the pending job was kept",
        }
    })
}

/// Whether the job had run when each of them came back.
fn shutdown_waits_for_both() -> Finding {
    prove("the job had run when both came back", || {
        let pool = ThreadPool::new(1);
        let ran = Arc::new(AtomicBool::new(false));
        let job = Arc::clone(&ran);
        pool.submit(move || job.store(true, Relaxed));
        let shut_down = || {
            pool.shutdown(Pending::Run);
            ran.load(Relaxed)
        };
        let both = thread::scope(|scope| {
            let other = scope.spawn(shut_down);
            [shut_down(), other.join().expect("a shutdown does not panic")]
        });
        match both {
            [true, true] => "the job had run when both came back",
            _ => "a shutdown came back before the job had run",
        }
    })
}

/// What panics when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("{ON_PURPOSE}dropped");
    }
}

fn survives_a_dropped_result() -> Finding {
    let cause = "Nobody took the job's result, so the worker dropped it; that panicked, and nobody caught it.";
    let program = || {
        let pool = ThreadPool::new(1);
        let (open, job) = gated(Bomb);
        drop(pool.submit(job)); // its result is not taken: the worker drops it
        open.send(()).expect("the job waits at its gate");
        let next = pool.submit(|| 7);
        forget(pool);
        next.result().expect("this job does not panic")
    };
    let left = "Nobody took the job's result, so the worker dropped it; that panicked, and the worker has left.";
    if_ended_by_panic(left, if_panicked(cause, prove(7, program)))
}

fn dropped_by_a_worker() -> Finding {
    first_failing([dropped_by_the_one_worker(), dropped_by_one_of_two_workers()])
}

/// The job of the other worker has run when the pool is gone.
fn dropped_by_one_of_two_workers() -> Finding {
    prove("the other job had run", || {
        let pool = Arc::new(ThreadPool::new(2));
        let ran = Arc::new(AtomicBool::new(false));
        let (open, job) = gated(());
        let (handle, seen) = (Arc::clone(&pool), Arc::clone(&ran));
        let future = pool.submit(move || {
            job();
            drop(handle); // by now the last one
            seen.load(Relaxed)
        });
        drop(pool.submit(move || ran.store(true, Relaxed)));
        drop(pool);
        open.send(()).expect("the job waits at its gate");
        match future.result().expect("this job does not panic") {
            true => "the other job had run",
            false => "a worker dropped the pool, and did not wait for the job of the other worker",
        }
    })
}

fn dropped_by_the_one_worker() -> Finding {
    prove("done", || {
        let pool = Arc::new(ThreadPool::new(1));
        let (open, job) = gated(());
        let handle = Arc::clone(&pool);
        let future = pool.submit(move || {
            job();
            drop(handle); // by now the last one
            "done"
        });
        drop(pool);
        open.send(()).expect("the job waits at its gate");
        future.result().expect("this job does not panic")
    })
}
