//! `std::time` in virtual time. Only `sleep` and waits with a time-out make time pass, and no test really waits.
//!
//! Each thread has its own clock. It advances when the thread sleeps. A thread that learns something from another
//! thread (through a lock, an atomic, a channel, or a join) also advances to that thread's time. So two threads that
//! sleep side by side take as long as one, and threads that sleep in turn, under a lock, take as long as both
//! together.

mod system_time;

pub use system_time::{SystemTime, UNIX_EPOCH};

use crate::execution::with_state;
use std::ops::{Add, AddAssign, Sub, SubAssign};
pub use std::time::{Duration, SystemTimeError, TryFromFloatSecsError};

/// Like [`std::time::Instant`]: a point in virtual time, measured from the start of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(Duration);

impl Instant {
    /// The calling thread's virtual time.
    ///
    /// # Panics
    /// If called outside an explored program.
    #[track_caller]
    pub fn now() -> Self {
        with_state(|s| Instant(s.thread().clock))
    }

    fn since_the_beginning(self) -> Duration {
        self.0
    }

    /// The time elapsed since this instant.
    #[track_caller]
    pub fn elapsed(&self) -> Duration {
        Instant::now().duration_since(*self)
    }

    /// The time from `earlier` to `self`; zero if `earlier` is later.
    pub fn duration_since(&self, earlier: Instant) -> Duration {
        self.0.saturating_sub(earlier.0)
    }

    /// Same as `duration_since`.
    pub fn saturating_duration_since(&self, earlier: Instant) -> Duration {
        self.duration_since(earlier)
    }

    /// The time from `earlier` to `self`; `None` if `earlier` is later.
    pub fn checked_duration_since(&self, earlier: Instant) -> Option<Duration> {
        self.0.checked_sub(earlier.0)
    }

    /// `self` plus `duration`, if it can be represented.
    pub fn checked_add(&self, duration: Duration) -> Option<Instant> {
        self.0.checked_add(duration).map(Instant)
    }

    /// `self` minus `duration`, if it can be represented.
    pub fn checked_sub(&self, duration: Duration) -> Option<Instant> {
        self.0.checked_sub(duration).map(Instant)
    }
}

impl Add<Duration> for Instant {
    type Output = Instant;

    fn add(self, duration: Duration) -> Instant {
        Instant(self.0 + duration)
    }
}

impl AddAssign<Duration> for Instant {
    fn add_assign(&mut self, duration: Duration) {
        self.0 += duration;
    }
}

impl Sub<Duration> for Instant {
    type Output = Instant;

    fn sub(self, duration: Duration) -> Instant {
        Instant(self.0 - duration)
    }
}

impl SubAssign<Duration> for Instant {
    fn sub_assign(&mut self, duration: Duration) {
        self.0 -= duration;
    }
}

impl Sub<Instant> for Instant {
    type Output = Duration;

    fn sub(self, earlier: Instant) -> Duration {
        self.duration_since(earlier)
    }
}
