//! Waiting for several futures: `wait`, and `as_completed` with a timeout.

use crate::gated;
use fetch_pool::future::promise;
use fetch_pool::{
    Future, JobError, Panicked, ThreadPool, Until, as_completed, as_completed_timeout, wait, wait_timeout,
};
use std::sync::{Arc, Barrier};
use std::time::Duration;

/// A timeout that no test reaches.
const LONG: Duration = Duration::from_secs(3600);

fn cancelled() -> Future<u32> {
    let (_, future) = promise();
    assert!(future.is_cancelled());
    future
}

fn panicked() -> Future<u32> {
    let (promise, future) = promise();
    promise.fulfil(Err(Panicked::new(Box::new("no such page"))));
    future
}

fn done(value: u32) -> Future<u32> {
    let (promise, future) = promise();
    promise.fulfil(Ok(value));
    future
}

/// The results; `None` for a job that panicked or was cancelled.
fn values(futures: Vec<Future<u32>>) -> Vec<Option<u32>> {
    let mut values: Vec<_> = futures.into_iter().map(|future| future.result().ok()).collect();
    values.sort_unstable();
    values
}

#[test]
fn wait_for_the_first_ends_when_one_is_done() {
    let pool = ThreadPool::new(2);
    let (open, job) = gated(2);
    let waited = wait([pool.submit(|| 1), pool.submit(job)], Until::FirstCompleted);
    assert_eq!(values(waited.done), [Some(1)]);
    assert!(!waited.not_done[0].is_done());
    open.send(()).unwrap();
    assert_eq!(values(waited.not_done), [Some(2)]);
}

#[test]
fn wait_for_the_first_does_not_wait_if_some_are_done_and_gives_all_of_them() {
    let (_promise, pending) = promise();
    let waited = wait([cancelled(), done(1), pending], Until::FirstCompleted);
    assert_eq!(values(waited.done), [None, Some(1)]);
    assert_eq!(waited.not_done.len(), 1);
}

#[test]
fn wait_for_the_first_panic_ends_at_the_first_panic() {
    let pool = ThreadPool::new(3);
    let (fail, job) = gated(());
    let (open, last) = gated(3);
    let (first_done, failing) = (
        pool.submit(|| 1),
        pool.submit(move || -> u32 {
            job();
            panic!("no such page")
        }),
    );
    let pending = pool.submit(last);
    let first = wait([first_done], Until::AllCompleted).done; // done before the other fails
    fail.send(()).unwrap();
    let waited = wait(first.into_iter().chain([failing, pending]), Until::FirstPanicked);
    assert_eq!(values(waited.done), [None, Some(1)]);
    open.send(()).unwrap();
    assert_eq!(values(waited.not_done), [Some(3)]);
}

#[test]
fn wait_for_the_first_panic_ignores_cancelled_jobs() {
    let (_promise, pending) = promise();
    let waited = wait_timeout([cancelled(), done(1), pending], Until::FirstPanicked, Duration::ZERO);
    assert_eq!((waited.done.len(), waited.not_done.len()), (2, 1));
    let (_promise, pending) = promise();
    let waited = wait([done(1), cancelled(), panicked(), pending], Until::FirstPanicked);
    assert_eq!((waited.done.len(), waited.not_done.len()), (3, 1));
}

#[test]
fn wait_for_the_first_panic_does_not_wait_if_one_has_panicked() {
    let (_promise, pending) = promise();
    let waited = wait([panicked(), pending], Until::FirstPanicked);
    assert!(waited.done[0].has_panicked());
    assert_eq!(waited.not_done.len(), 1);
}

#[test]
fn wait_for_all_ends_when_all_are_done_panicked_or_cancelled() {
    let pool = ThreadPool::new(2);
    let futures = [done(1), cancelled(), panicked(), pool.submit(|| panic!("no such page")), pool.submit(|| 2)];
    let waited = wait(futures, Until::AllCompleted);
    assert_eq!(values(waited.done), [None, None, None, Some(1), Some(2)]);
    assert!(waited.not_done.is_empty());
}

#[test]
fn wait_timeout_ends_at_the_deadline_and_loses_no_future() {
    let (promise, pending) = promise();
    let futures = [pending, cancelled(), panicked(), done(1)];
    let waited = wait_timeout(futures, Until::AllCompleted, Duration::from_nanos(1));
    assert_eq!((waited.done.len(), waited.not_done.len()), (3, 1));
    promise.fulfil(Ok(2));
    let waited = wait_timeout(waited.not_done, Until::AllCompleted, LONG); // once more
    assert_eq!(values(waited.done), [Some(2)]);
}

/// Each future is checked once. Checking all of them whenever one is done would take hours.
#[test]
fn wait_for_the_first_panic_among_half_a_million_ends() {
    let waited = wait((0..500_000).map(done), Until::FirstPanicked);
    assert_eq!(waited.done.len(), 500_000);
}

#[test]
fn wait_for_no_futures_does_not_wait() {
    for until in [Until::FirstCompleted, Until::FirstPanicked, Until::AllCompleted] {
        let waited = wait::<u32>([], until);
        assert!(waited.done.is_empty() && waited.not_done.is_empty());
    }
}

#[test]
fn wait_for_a_hundred_that_are_done_at_once_ends() {
    let pool = ThreadPool::new(5);
    let meeting = Arc::new(Barrier::new(5));
    let job = |number| {
        let meeting = Arc::clone(&meeting);
        pool.submit(move || {
            meeting.wait();
            number
        })
    };
    let waited = wait((0..100).map(job), Until::AllCompleted);
    assert!(values(waited.done).into_iter().eq((0..100).map(Some)));
}

#[test]
fn as_completed_returns_cancelled_and_panicked_futures_as_well() {
    let pool = ThreadPool::new(2);
    let futures = || [cancelled(), panicked(), done(1), pool.submit(|| 2), pool.submit(|| 3)];
    let expected = [None, None, Some(1), Some(2), Some(3)];
    assert_eq!(values(as_completed(futures()).collect()), expected);
    let in_time = as_completed_timeout(futures(), LONG).map(Result::unwrap);
    assert_eq!(values(in_time.collect()), expected);
}

#[test]
fn as_completed_timeout_ends_with_the_futures_that_are_not_done() {
    for timeout in [Duration::ZERO, Duration::from_nanos(1)] {
        let (first, pending) = promise();
        let (second, running) = promise();
        assert!(second.begin());
        let mut completed = as_completed_timeout([cancelled(), pending, running, done(1)], timeout);
        let early: Vec<_> = completed.by_ref().take(2).map(Result::unwrap).collect();
        assert_eq!(values(early), [None, Some(1)]);
        let unfinished = completed.next().unwrap().map(drop).unwrap_err();
        assert_eq!(unfinished.to_string(), "timed out: 2 of 4 futures unfinished");
        assert!(completed.next().is_none(), "it is said once");
        first.fulfil(Ok(2));
        second.fulfil(Ok(3));
        let later = as_completed_timeout(unfinished.futures, LONG).map(Result::unwrap);
        assert_eq!(values(later.collect()), [Some(2), Some(3)]);
    }
}

#[test]
fn as_completed_releases_each_future_that_it_has_returned() {
    let token = Arc::new(());
    let promised = || (0..8).map(|_| promise()).unzip();
    let (promises, futures): (Vec<_>, Vec<_>) = promised();
    promises.into_iter().for_each(|promise| promise.fulfil(Ok(Arc::clone(&token))));
    let mut completed = as_completed(futures);
    for left in (0..8).rev() {
        drop(completed.next().unwrap());
        assert_eq!(Arc::strong_count(&token), 1 + left);
    }
    let (promises, futures): (Vec<_>, Vec<_>) = promised();
    promises.into_iter().for_each(|promise| promise.fulfil(Ok(Arc::clone(&token))));
    let mut completed = as_completed_timeout(futures, LONG);
    for left in (0..8).rev() {
        drop(completed.next().unwrap().unwrap());
        assert_eq!(Arc::strong_count(&token), 1 + left);
    }
}

#[test]
fn cancelling_wakes_threads_that_wait_for_the_future() {
    let pool = ThreadPool::new(1);
    let (open, job) = gated(1);
    let running = pool.submit(job);
    let pending: Vec<Future<u32>> = (0..2).map(|_| pool.submit(|| panic!("it was cancelled"))).collect();
    assert!(pending.iter().all(Future::cancel));
    let waited = wait(pending.into_iter().chain([running]), Until::FirstCompleted);
    assert_eq!((waited.done.len(), waited.not_done.len()), (2, 1));
    assert!(waited.done.into_iter().all(|future| matches!(future.result(), Err(JobError::Cancelled))));
    open.send(()).unwrap();
}
