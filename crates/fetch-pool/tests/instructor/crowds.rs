//! More workers and jobs than a proof can take, in interleavings drawn with a fixed seed; and a result that panics
//! when it is dropped.

use checks::child::ON_PURPOSE;
use checks::model::{first_failing, prove, sample};
use checks::{Check, Finding};
use fetch_pool::ThreadPool;
use interleave::sync::mpsc::channel;
use std::mem::forget;

pub const CHECKS: &[Check] = &[
    Check::model("pool-runs-any-crowd", runs_any_crowd)
        .exercise("pool-workers")
        .title("several workers run each of many jobs once")
        .points(1)
        .hidden(),
    Check::model("pool-survives-a-dropped-result", survives_a_dropped_result)
        .exercise("pool-failures")
        .title("a result that panics when it is dropped does not cost a worker")
        .points(1)
        .hidden(),
];

fn runs_any_crowd() -> Finding {
    let sizes = [(2, 5), (4, 4)];
    first_failing(sizes.map(|(workers, jobs)| {
        sample((0..jobs).collect(), || {
            let pool = ThreadPool::new(workers);
            let futures: Vec<_> = (0..jobs).map(|number| pool.submit(move || number)).collect();
            forget(pool);
            futures.into_iter().map(|future| future.result().expect("no job here panics")).collect::<Vec<_>>()
        })
    }))
}

struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("{ON_PURPOSE}dropped");
    }
}

fn survives_a_dropped_result() -> Finding {
    prove(7, || {
        let pool = ThreadPool::new(1);
        let (open, gate) = channel::<()>();
        let job = move || {
            gate.recv().expect("the check opens the gate");
            Bomb
        };
        drop(pool.submit(job)); // nobody takes the result: the worker drops it
        open.send(()).expect("the job waits at its gate");
        let next = pool.submit(|| 7);
        forget(pool);
        next.result().expect("this job does not panic")
    })
}
