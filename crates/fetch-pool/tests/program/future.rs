//! The states of a future: pending, running, cancelled, panicked, done; and waiting for it with a timeout.

use fetch_pool::future::{Promise, promise};
use fetch_pool::{Future, JobError, Panicked, TimedOut};
use std::time::Duration;

/// A timeout that no test reaches.
const LONG: Duration = Duration::from_secs(3600);

/// A future in each state, in this order: pending, running, cancelled, panicked, done. The promises keep the first two
/// in their state.
fn one_of_each() -> ([Future<u32>; 5], [Promise<u32>; 2]) {
    let (pending, of_pending) = promise();
    let (running, of_running) = promise();
    assert!(running.begin());
    let (abandoned, of_cancelled) = promise();
    assert!(of_cancelled.cancel());
    drop::<Promise<u32>>(abandoned);
    let (panics, of_panicked) = promise();
    panics.fulfil(Err(Panicked::new(Box::new("no such page"))));
    let (kept, of_done) = promise();
    kept.fulfil(Ok(42));
    ([of_pending, of_running, of_cancelled, of_panicked, of_done], [pending, running])
}

#[test]
fn a_future_reports_its_state() {
    let (futures, _promises) = one_of_each();
    let says = |what: fn(&Future<u32>) -> bool| futures.each_ref().map(what);
    assert_eq!(says(Future::is_done), [false, false, true, true, true]);
    assert_eq!(says(Future::is_running), [false, true, false, false, false]);
    assert_eq!(says(Future::is_cancelled), [false, false, true, false, false]);
    assert_eq!(says(Future::has_panicked), [false, false, false, true, false]);
}

#[test]
fn only_a_job_that_has_not_begun_can_be_cancelled() {
    let (futures, _promises) = one_of_each();
    assert_eq!(futures.each_ref().map(Future::cancel), [true, false, true, false, false]);
    // It changes nothing else, and can be said twice.
    assert_eq!(futures.each_ref().map(Future::is_cancelled), [true, false, true, false, false]);
    assert_eq!(futures.each_ref().map(Future::cancel), [true, false, true, false, false]);
    let [_, running, _, panicked, done] = futures;
    assert!(running.is_running());
    assert!(matches!(panicked.result(), Err(JobError::Panicked(_))));
    assert_eq!(done.result().unwrap(), 42);
}

#[test]
fn a_cancelled_job_must_not_begin() {
    let (promise, future) = promise::<u32>();
    assert!(future.cancel());
    assert!(!promise.begin());
    promise.fulfil(Ok(1)); // a job that runs although it was cancelled changes nothing
    assert!(matches!(future.result(), Err(JobError::Cancelled)));
}

#[test]
fn a_cancelled_job_must_not_begin_after_its_result_was_taken() {
    let (promise, future) = promise::<u32>();
    assert!(future.cancel());
    assert!(matches!(future.result(), Err(JobError::Cancelled))); // which uses the future up
    assert!(!promise.begin());
}

#[test]
fn a_promise_that_is_dropped_cancels_its_future() {
    let (promise, future) = promise::<u32>();
    drop(promise);
    assert_eq!(future.result().unwrap_err().to_string(), "the job was cancelled");
}

#[test]
fn result_timeout_ends_the_wait_and_returns_the_future() {
    let (futures, [pending, running]) = one_of_each();
    let [of_pending, of_running, cancelled, panicked, done] = futures;
    let TimedOut(of_pending) = of_pending.result_timeout(Duration::ZERO).unwrap_err();
    let TimedOut(of_running) = of_running.result_timeout(Duration::from_nanos(1)).unwrap_err();
    assert!(matches!(cancelled.result_timeout(Duration::ZERO).unwrap(), Err(JobError::Cancelled)));
    assert!(matches!(panicked.result_timeout(Duration::ZERO).unwrap(), Err(JobError::Panicked(_))));
    assert_eq!(done.result_timeout(Duration::ZERO).unwrap().unwrap(), 42);
    pending.fulfil(Ok(1));
    running.fulfil(Ok(2));
    assert_eq!(of_pending.result().unwrap(), 1);
    assert_eq!(of_running.result_timeout(LONG).unwrap().unwrap(), 2);
}

#[test]
fn a_timeout_beyond_the_clock_waits_for_ever() {
    let (promise, future) = promise();
    let waiter = std::thread::spawn(move || future.result_timeout(Duration::MAX).unwrap().unwrap());
    promise.fulfil(Ok(42));
    assert_eq!(waiter.join().unwrap(), 42);
}

#[test]
fn dropping_a_promise_wakes_the_waiting_thread() {
    let (promise, future) = promise::<u32>();
    let waiter = std::thread::spawn(move || future.result_timeout(LONG).unwrap());
    drop(promise);
    assert!(matches!(waiter.join().unwrap(), Err(JobError::Cancelled)));
}

#[test]
fn errors_say_what_happened() {
    let (futures, _promises) = one_of_each();
    let [pending, _, cancelled, panicked, _] = futures;
    let late = pending.result_timeout(Duration::ZERO).unwrap_err();
    assert_eq!(
        (late.to_string(), format!("{late:?}")),
        ("timed out: the job is not done yet".into(), "TimedOut".into())
    );
    assert_eq!(format!("{:?}", cancelled.result().unwrap_err()), "Cancelled");
    let panicked = panicked.result().unwrap_err();
    assert_eq!(panicked.to_string(), "the job panicked: no such page");
    assert_eq!(format!("{panicked:?}"), "Panicked(Panicked(\"no such page\"))");
}

#[test]
fn a_future_id_is_never_used_again() {
    let mut seen = std::collections::HashSet::new();
    for _ in 0..1_000 {
        let (promise, future) = promise();
        assert!(seen.insert(future.id()), "one that is gone had the same");
        promise.fulfil(Ok(()));
        assert_eq!(future.id(), future.id());
        future.result().unwrap();
    }
}

#[test]
fn as_completed_gives_futures_that_say_which_job_panicked() {
    let pool = fetch_pool::ThreadPool::new(2);
    let futures =
        [1, 0, 4].map(|number: u32| (number, pool.submit(move || 8_u32.checked_div(number).expect("no result"))));
    let number_of: std::collections::HashMap<_, _> =
        futures.iter().map(|(number, it)| (it.id(), *number)).collect();
    let mut results: Vec<_> = fetch_pool::as_completed(futures.map(|(_, future)| future))
        .map(|future| (number_of[&future.id()], future.result().ok()))
        .collect();
    results.sort_unstable();
    assert_eq!(results, [(0, None), (1, Some(8)), (4, Some(2))]);
}
