//! Waiting for as long as one is ready to wait, and no longer.

use common::sync::{Condvar, MutexGuard, PoisonError};
use common::time::{Duration, Instant};
use std::fmt;

/// The moment at which to give up.
#[derive(Clone, Copy)]
pub(crate) enum Deadline {
    /// For those who wait as long as it takes.
    Never,
    At(Instant),
    /// For those who only look.
    Passed,
}

impl Deadline {
    /// From now on; a `timeout` beyond all clocks is no limit.
    pub fn after(timeout: Duration) -> Self {
        match timeout.is_zero() {
            true => Deadline::Passed,
            false => Instant::now().checked_add(timeout).map_or(Deadline::Never, Deadline::At),
        }
    }

    /// Waits for one notify. A wake-up without one is possible, as ever. `None` if the deadline has passed.
    #[track_caller] // an explorer then shows the caller's line, which says more than this one
    pub fn wait<'a, T>(self, condvar: &Condvar, guard: MutexGuard<'a, T>) -> Option<MutexGuard<'a, T>> {
        let deadline = match self {
            Deadline::Never => return Some(condvar.wait(guard).unwrap_or_else(PoisonError::into_inner)),
            Deadline::At(moment) => moment,
            Deadline::Passed => return None,
        };
        let left = deadline.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())?;
        // Whether it was the time-out does not matter: the caller looks once more, and then `left` is nothing.
        Some(condvar.wait_timeout(guard, left).unwrap_or_else(PoisonError::into_inner).0)
    }
}

/// It was not there in time. What was waited for is in it, so that one can go on waiting.
pub struct TimedOut<W>(
    /// What was waited for.
    pub W,
);

impl<W> fmt::Debug for TimedOut<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TimedOut")
    }
}

impl<W> fmt::Display for TimedOut<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("timed out: the job is not done yet")
    }
}

impl<W> std::error::Error for TimedOut<W> {}
