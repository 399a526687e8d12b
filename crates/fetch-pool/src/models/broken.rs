//! What happens to the jobs of a pool whose initializer fails.

use super::end::{counted, fate};
use crate::{Future, ThreadPool};
use common::sync::Arc;
use common::sync::atomic::{AtomicUsize, Ordering::Relaxed}; // `Relaxed`: read after a join or a result
use std::panic::resume_unwind;

/// Submits `jobs` jobs to a pool of `workers`. The last worker's initializer fails. Returns what happened to each job.
#[inline]
pub fn submit_against_a_failing_initializer(workers: usize, jobs: usize) -> Vec<&'static str> {
    let ready = AtomicUsize::new(1);
    let pool = ThreadPool::with_initializer(workers, move || {
        if ready.fetch_add(1, Relaxed) == workers {
            resume_unwind(Box::new("no connection")); // a panic that prints nothing
        }
    });
    let submit = |_| {
        let (runs, job) = counted();
        (pool.try_submit(job).ok(), runs)
    };
    let jobs: Vec<_> = (0..jobs).map(submit).collect();
    drop(pool);
    let fate = |(future, runs): (Option<Future<()>>, Arc<AtomicUsize>)| match future {
        Some(future) => fate(&future.result(), runs.load(Relaxed)),
        None => "refused",
    };
    jobs.into_iter().map(fate).collect()
}
