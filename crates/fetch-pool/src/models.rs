//! The small programs that an explorer runs in every interleaving. Their results must not depend on the interleaving.
//! `#[inline]`: compiled only where they are used, so users of the pool do not pay for them.

pub mod broken;
pub mod end;

use crate::{ThreadPool, as_completed};
use common::sync::Arc;
use common::sync::atomic::{AtomicUsize, Ordering::Relaxed}; // `Relaxed`: these counts guard no other data

/// Submits `jobs` jobs to `workers` workers and drops the pool. Returns how often each job has run by then.
#[inline]
pub fn run_jobs(workers: usize, jobs: usize) -> Vec<usize> {
    let runs: Vec<_> = (0..jobs).map(|_| Arc::new(AtomicUsize::new(0))).collect();
    let pool = ThreadPool::new(workers);
    for run in &runs {
        let run = Arc::clone(run);
        pool.submit(move || {
            run.fetch_add(1, Relaxed);
        });
    }
    drop(pool); // waits, and joins the workers: nothing runs after this
    runs.iter().map(|run| run.load(Relaxed)).collect()
}

/// Waits for the results of `jobs` jobs in the order of submission. Returns their sum.
#[inline]
pub fn sum_of_results(workers: usize, jobs: usize) -> usize {
    let pool = ThreadPool::new(workers);
    let futures: Vec<_> = (0..jobs).map(|number| pool.submit(move || number)).collect();
    futures.into_iter().map(|future| future.result().expect("no job here panics")).sum()
}

/// Takes the results of `jobs` jobs as they complete. Returns the numbers of the jobs, sorted.
#[inline]
pub fn numbers_as_completed(workers: usize, jobs: usize) -> Vec<usize> {
    let pool = ThreadPool::new(workers);
    let futures: Vec<_> = (0..jobs).map(|number| pool.submit(move || number)).collect();
    let mut numbers: Vec<_> = as_completed(futures)
        .map(|future| {
            assert!(future.is_done(), "yielded before it was done");
            future.result().expect("no job here panics")
        })
        .collect();
    numbers.sort_unstable();
    numbers
}
