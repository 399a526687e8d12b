//! Waiting for several futures at once: Python's `concurrent.futures.wait`.

use crate::deadline::Deadline;
use crate::{Completions, Future};
use common::time::Duration;

/// How long [`wait`] waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// Until one future is done: Python's `FIRST_COMPLETED`.
    FirstCompleted,
    /// Until one job has panicked, or all are done: Python's `FIRST_EXCEPTION`. A `Result` that a job returns is
    /// its value, whichever it is.
    FirstPanicked,
    /// Until all are done: Python's `ALL_COMPLETED`.
    AllCompleted,
}

/// What [`wait`] gives: every future that it was given.
pub struct Waited<T> {
    /// Those that are done, in the order in which they were.
    pub done: Vec<Future<T>>,
    /// The others, in the order in which they were given.
    pub not_done: Vec<Future<T>>,
}

/// Waits until as many of `futures` are done as `until` says. Of no futures, none is waited for.
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

/// As [`wait`], for `timeout` at most.
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
        // Only this one is asked. To look through all of them each time would take hours for a million.
        let enough = match until {
            Until::FirstCompleted => true,
            Until::FirstPanicked => future.has_panicked(),
            Until::AllCompleted => false,
        };
        done.push(future);
        if enough {
            // Those that are done as well by now are taken along: no more is waited for.
            completions.stop_waiting();
        }
    }
    Waited { done, not_done: Vec::new() }
}
