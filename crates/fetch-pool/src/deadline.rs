//! Waiting until a deadline at most.

use common::sync::{Condvar, MutexGuard, PoisonError};
use common::time::{Duration, Instant};
use std::fmt;

/// The time at which to give up.
#[derive(Clone, Copy)]
pub(crate) enum Deadline {
    /// Wait for as long as it takes.
    Never,
    At(Instant),
    /// Do not wait, only check.
    Passed,
}

impl Deadline {
    /// `timeout` from now; `Never` if that is beyond what the clock can represent.
    pub fn after(timeout: Duration) -> Self {
        match timeout.is_zero() {
            true => Deadline::Passed,
            false => Instant::now().checked_add(timeout).map_or(Deadline::Never, Deadline::At),
        }
    }

    /// Waits for one notification. As always, a spurious wake-up is possible. `None` if the deadline has passed.
    #[track_caller] // so an explorer shows the caller's line, which is more useful than this one
    pub fn wait<'a, T>(self, condvar: &Condvar, guard: MutexGuard<'a, T>) -> Option<MutexGuard<'a, T>> {
        let deadline = match self {
            Deadline::Never => return Some(condvar.wait(guard).unwrap_or_else(PoisonError::into_inner)),
            Deadline::At(moment) => moment,
            Deadline::Passed => return None,
        };
        let left = deadline.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())?;
        // Whether it timed out does not matter: the caller checks again, and then no time is left.
        Some(condvar.wait_timeout(guard, left).unwrap_or_else(PoisonError::into_inner).0)
    }
}

/// The wait timed out. The error contains what was waited for, so that you can wait for it again.
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
