//! Too many workers and jobs for a proof: a sample of the interleavings, drawn with a fixed seed.

use checks::model::{first_failing, sample};
use checks::{Check, Finding};
use fetch_pool::ThreadPool;
use std::mem::forget;

pub const CHECKS: &[Check] = &[Check::model("pool-runs-any-crowd", runs_any_crowd)
    .exercise("pool-workers")
    .title("several workers run each of many jobs once")
    .points(1)
    .told(&["What a worker does: it runs one job after another"])
    .hidden()];

fn runs_any_crowd() -> Finding {
    let sizes = [(2, 5), (4, 4)];
    first_failing(sizes.into_iter().map(|(workers, jobs)| {
        sample((0..jobs).collect(), || {
            let pool = ThreadPool::new(workers);
            let futures: Vec<_> = (0..jobs).map(|number| pool.submit(move || number)).collect();
            forget(pool);
            futures.into_iter().map(|future| future.result().expect("no job here panics")).collect::<Vec<_>>()
        })
    }))
}
