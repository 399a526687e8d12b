//! Waiting for several futures at once: Python's `concurrent.futures.wait`.

use crate::deadline::Deadline;
use crate::{Completions, Future};
use common::time::Duration;

/// When [`wait`] returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// Until one future is done: Python's `FIRST_COMPLETED`.
    FirstCompleted,
    /// Until one job has panicked, or all are done: Python's `FIRST_EXCEPTION`. A job that returns an `Err` has not
    /// panicked: the `Err` is its value.
    FirstPanicked,
    /// Until all are done: Python's `ALL_COMPLETED`.
    AllCompleted,
}

/// The result of [`wait`]: all of its futures.
pub struct Waited<T> {
    /// Those that are done, in the order in which they completed.
    pub done: Vec<Future<T>>,
    /// The others, in their original order.
    pub not_done: Vec<Future<T>>,
}

/// Waits until as many of `futures` are done as `until` says. Returns at once if there are no futures.
///
/// ```
/// use fetch_pool::{ThreadPool, Until, wait};
///
/// let pool = ThreadPool::new(2);
/// let waited = wait([pool.submit(|| "a page"), pool.submit(|| "another")], Until::FirstCompleted);
/// assert!(!waited.done.is_empty());
/// assert_eq!(waited.done.len() + waited.not_done.len(), 2);
/// ```
pub fn wait<T>(futures: impl IntoIterator<Item = Future<T>>, until: Until) -> Waited<T> {
    collect(Completions::new(futures, Deadline::Never), until)
}

/// Like [`wait`], but waits at most `timeout`.
pub fn wait_timeout<T>(futures: impl IntoIterator<Item = Future<T>>, until: Until, timeout: Duration) -> Waited<T> {
    collect(Completions::new(futures, Deadline::after(timeout)), until)
}

fn collect<T>(mut completions: Completions<T>, until: Until) -> Waited<T> {
    let mut done = Vec::new();
    while let Some(next) = completions.next() {
        let future = match next {
            Ok(future) => future,
            Err(unfinished) => return Waited { done, not_done: unfinished.futures },
        };
        // Only this future is checked. Checking all of them each time would take hours for a million.
        let enough = match until {
            Until::FirstCompleted => true,
            Until::FirstPanicked => future.has_panicked(),
            Until::AllCompleted => false,
        };
        done.push(future);
        if enough {
            // Also take those that are done already, but wait for no more.
            completions.stop_waiting();
        }
    }
    Waited { done, not_done: Vec::new() }
}
