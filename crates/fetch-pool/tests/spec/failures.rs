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
        .title("the future of a job that panicked returns the panic's message")
        .points(2)
        .told(&["The closure on the list runs `job` if `promise.begin()` returns true"])
        .hints(&[
            "The thread that waits for the result must learn that none will come. Where does the panic go?",
            "`catch_unwind(AssertUnwindSafe(job))` returns a `Result`; its error goes into `Panicked::new`.",
        ]),
    Check::model("pool-survives-a-panic", survives_a_panic)
        .exercise("pool-failures")
        .title("a job that panics does not end its worker")
        .points(1)
        .told(&["No panic ends it before: neither a job's panic"])
        .hints(&[
            "A panic ends its thread, unless it is caught. Which thread runs the job?",
            "Catch the panic around the job, and let the worker go on with the next job.",
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
            "Do three things: tell the workers that no more jobs will come, wake those that sleep, and wait for each.",
            "`closed` may end a worker only if the list is empty: pending jobs must still run.",
            "Every sleeping worker must end: `notify_all`, then `join` each.",
        ]),
    Check::model("pool-shutdown-waits-for-both", shutdown_waits_for_both)
        .exercise("pool-failures")
        .title("if two threads shut the pool down, both wait until every job has run")
        .points(1)
        .told(&["Two threads, neither of them a worker, may call it at the same time"])
        .hints(&[
            "Two threads are in `join` at the same time. What does the second one wait for, if the first has taken the \
             handles?",
            "`workers` is the guard of a lock. Keep it until the last worker has ended: the second thread then waits \
             for that lock.",
        ]),
    Check::model("pool-survives-a-dropped-result", survives_a_dropped_result)
        .exercise("pool-failures")
        .title("a result that panics when it is dropped does not end its worker")
        .points(1)
        .told(&["No panic ends it before: neither a job's panic"])
        .hints(&[
            "No thread took the result, so the worker drops it. A value's `drop` may panic too.",
            "Where does that panic go? `promise.fulfil` is outside the first `catch_unwind`. The worker needs a second one, \
             around the whole job.",
        ]),
    Check::model("pool-dropped-by-a-worker", dropped_by_a_worker)
        .exercise("pool-failures")
        .title("a worker that drops the last handle waits for all workers but itself")
        .points(2)
        .told(&[
            "A worker that calls this waits for all others.",
            "pool-failures: wait for each of the workers; but a worker not for itself",
        ])
        .hints(&[
            "Which thread runs `drop` here? It cannot end while it waits for its own end.",
            "Compare `worker.thread().id()` with `thread::current().id()` before you join.",
            "It must still wait for the others: skip its own handle, and go on with the next.",
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
            Err(said) => format!("the job panicked, but its future says instead: {said}"),
            Ok(()) => "the job panicked, but its future returned a value".to_string(),
        }
    })
}

fn survives_a_panic() -> Finding {
    let cause = "The panic of a job ended the worker: it was not caught.";
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
            "the pool was gone, but a job had not run: did `join` wait for each worker, and did each worker go on until the \
             list was empty?"
        }
        (_, true) => "each job had run once when the pool was gone",
        _ => "a job ran more than once",
    }
}

/// The shutdown may begin while the job is still pending.
fn keeps_what_is_pending() -> Finding {
    prove("the pending job was kept", || {
        let pool = ThreadPool::new(1);
        let pending = pool.submit(|| ());
        pool.begin_shutdown(Pending::Run);
        let is_lost = pending.is_cancelled();
        forget(pool);
        match is_lost {
            true => "`close` threw a pending job away: it must leave the list to the workers",
            false => "the pending job was kept",
        }
    })
}

/// Whether the job had run when each `shutdown` returned.
fn shutdown_waits_for_both() -> Finding {
    prove("the job had run when both shutdowns returned", || {
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
            [true, true] => "the job had run when both shutdowns returned",
            _ => "a shutdown returned before the job had run",
        }
    })
}

/// Panics when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("{ON_PURPOSE}dropped");
    }
}

fn survives_a_dropped_result() -> Finding {
    let cause =
        "No thread took the job's result, so the worker dropped it. That panicked, and the panic was not caught.";
    let program = || {
        let pool = ThreadPool::new(1);
        let (open, job) = gated(Bomb);
        drop(pool.submit(job)); // no thread takes the result, so the worker drops it
        open.send(()).expect("the job waits at its gate");
        let next = pool.submit(|| 7);
        forget(pool);
        next.result().expect("this job does not panic")
    };
    let left = "No thread took the job's result, so the worker dropped it. That panicked, and the worker ended.";
    if_ended_by_panic(left, if_panicked(cause, prove(7, program)))
}

fn dropped_by_a_worker() -> Finding {
    first_failing([dropped_by_the_one_worker(), dropped_by_one_of_two_workers()])
}

/// The other worker's job must have run when the pool is gone.
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
            false => "a worker dropped the pool and did not wait for the other worker's job",
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
