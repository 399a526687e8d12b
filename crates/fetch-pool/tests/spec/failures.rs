//! Exercise `pool-failures`: jobs that panic, and the end of the pool.

use super::gated;
use checks::child::ON_PURPOSE;
use checks::model::{first_failing, prove};
use checks::{Check, Finding};
use fetch_pool::{Future, ThreadPool, models};
use std::mem::forget;
use std::sync::Arc;

pub const CHECKS: &[Check] = &[
    Check::model("pool-tells-a-panic", tells_a_panic)
        .exercise("pool-failures")
        .title("the future of a job that panicked gives the panic's message")
        .points(2)
        .hints(&[
            "Whoever waits for the result must learn that there will be none. Where does a panic go?",
            "`catch_unwind(AssertUnwindSafe(job))` gives a `Result`; its error goes into `Panicked::new`.",
        ]),
    Check::model("pool-survives-a-panic", survives_a_panic)
        .exercise("pool-failures")
        .title("a job that panics does not cost a worker")
        .points(2)
        .hints(&[
            "A panic ends its thread, unless somebody catches it. Which thread runs the job?",
            "Catch it around the job, and let the worker go on with the next.",
        ]),
    Check::model("pool-drop-waits", drop_waits)
        .exercise("pool-failures")
        .title("dropping the pool waits until every job has run")
        .points(3)
        .hints(&[
            "Three things: tell the workers that nothing more will come, wake those that sleep, wait for each.",
            "`closed` may only end a worker that finds the list empty: what is pending still has to run.",
            "Every sleeping worker has to leave: `notify_all`, then `join` each.",
        ]),
    Check::model("pool-dropped-by-a-worker", dropped_by_a_worker)
        .exercise("pool-failures")
        .title("a worker that drops the last handle does not wait for itself")
        .points(2)
        .hints(&[
            "Which thread runs `drop` here? It cannot end while it waits for its own end.",
            "Compare `worker.thread().id()` with `thread::current().id()` before you join.",
        ]),
];

fn tells_a_panic() -> Finding {
    prove(format!("the job panicked: {ON_PURPOSE}no such page"), || {
        let pool = ThreadPool::new(1);
        let future = pool.submit(|| panic!("{ON_PURPOSE}no such page"));
        forget(pool);
        let result: Result<(), _> = future.result();
        result.map_or_else(|panicked| panicked.to_string(), |()| "the job returned".to_string())
    })
}

fn survives_a_panic() -> Finding {
    prove(7, || {
        let pool = ThreadPool::new(1);
        drop::<Future<()>>(pool.submit(|| panic!("{ON_PURPOSE}no such page")));
        let next = pool.submit(|| 7);
        forget(pool);
        next.result().expect("this job does not panic")
    })
}

fn drop_waits() -> Finding {
    let sizes = [(1, 1), (1, 2), (2, 2)];
    first_failing(sizes.map(|(workers, jobs)| prove(vec![1; jobs], || models::run_jobs(workers, jobs))))
}

fn dropped_by_a_worker() -> Finding {
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
