//! How a job and a pool can end: cancelled, shut down, dropped, timed out. Each in a race with another thread.

use crate::future::promise;
use crate::{JobError, Pending, ThreadPool, TimedOut};
use common::sync::Arc;
use common::sync::atomic::{AtomicUsize, Ordering::Relaxed}; // `Relaxed`: read after a join or a result
use common::thread;
use common::time::Duration;

/// What happened to a job: whether its future has the value, how often it ran, and whether the two agree.
pub(super) fn fate(result: &Result<(), JobError>, runs: usize) -> &'static str {
    match (result, runs) {
        (Ok(()), 1) => "ran",
        (Err(JobError::Cancelled), 0) => "cancelled",
        (Err(JobError::Broken(_)), 0) => "broken",
        _ => "neither, or both",
    }
}

/// A job, and a count of how often it has run.
pub(super) fn counted() -> (Arc<AtomicUsize>, impl FnOnce() + Send + 'static) {
    let runs = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&runs);
    (runs, move || {
        count.fetch_add(1, Relaxed);
    })
}

/// Cancels a job that a worker is about to take. Returns what happened to the job, and what `cancel` returned.
#[inline]
pub fn cancel_against_a_worker() -> (&'static str, bool) {
    let pool = ThreadPool::new(1);
    let (runs, job) = counted();
    let future = pool.submit(job);
    let cancelled = future.cancel();
    let result = future.result();
    drop(pool);
    (fate(&result, runs.load(Relaxed)), cancelled)
}

/// Submits in one thread and shuts down in another. Returns what happened to the job after `shutdown` has waited.
#[inline]
pub fn shutdown_against_submit(pending: Pending) -> &'static str {
    let pool = Arc::new(ThreadPool::new(1));
    let (runs, job) = counted();
    let submitter = {
        let pool = Arc::clone(&pool);
        thread::spawn(move || pool.try_submit(job).ok())
    };
    pool.shutdown(pending);
    let runs = runs.load(Relaxed); // nothing runs after this
    match submitter.join().expect("a refusal is no panic") {
        Some(future) => fate(&future.result(), runs),
        None if runs == 0 => "refused",
        None => "refused, and ran",
    }
}

/// Shuts down while the one worker has done its job and is about to sleep, with or without another job pending.
/// Returns what happened to both jobs.
#[inline]
pub fn shutdown_against_an_idle_worker(pending: Pending, wait: bool) -> Vec<&'static str> {
    let pool = ThreadPool::new(1);
    let jobs = [counted(), counted()];
    let jobs = jobs.map(|(runs, job)| (pool.submit(job), runs));
    if wait {
        pool.shutdown(pending);
    } else {
        pool.begin_shutdown(pending);
        drop(pool);
    }
    jobs.into_iter().map(|(future, runs)| fate(&future.result(), runs.load(Relaxed))).collect()
}

/// Two threads shut the pool down, and one of its own jobs does so, too. Returns for each thread whether the job had
/// run when its `shutdown` returned.
#[inline]
pub fn shutdown_by_three() -> [usize; 2] {
    let pool = Arc::new(ThreadPool::new(1));
    let (runs, job) = counted();
    let handle = Arc::downgrade(&pool);
    pool.submit(move || {
        handle.upgrade().inspect(|pool| pool.shutdown(Pending::Run));
        job();
    });
    let other = {
        let (pool, runs) = (Arc::clone(&pool), Arc::clone(&runs));
        thread::spawn(move || {
            pool.shutdown(Pending::Run);
            runs.load(Relaxed)
        })
    };
    pool.shutdown(Pending::Run);
    let seen = runs.load(Relaxed);
    [seen, other.join().expect("a shutdown does not panic")]
}

/// A job and the thread that submitted it both hold a handle to the pool; the last of them drops it. Returns what
/// happened to the job, and whether it was the last.
#[inline]
pub fn drop_by_whoever_is_last() -> (&'static str, bool) {
    let pool = Arc::new(ThreadPool::new(1));
    let (runs, job) = counted();
    let handle = Arc::clone(&pool);
    let future = pool.submit(move || {
        job();
        let last = Arc::into_inner(handle);
        last.is_some() // and here it is dropped
    });
    drop(pool);
    match future.result() {
        Ok(last) => (fate(&Ok(()), runs.load(Relaxed)), last),
        Err(error) => (fate(&Err(error), runs.load(Relaxed)), false),
    }
}

/// Waits for a result with a timeout, and again without one if it timed out. Returns the result.
#[inline]
pub fn result_in_time_or_later() -> usize {
    let (promise, future) = promise();
    thread::spawn(move || promise.fulfil(Ok(7)));
    let result = match future.result_timeout(Duration::from_secs(3600)) {
        Ok(result) => result,
        Err(TimedOut(future)) => future.result(),
    };
    result.expect("nothing panicked")
}
