//! `std::time`, virtual: only `sleep` and waits that time out make time pass, and no test ever waits for it.
//!
//! Each thread has a time of its own. It moves on when the thread sleeps, and whoever learns something from another
//! thread (through a lock, an atomic, a channel, a join) cannot be earlier than that was. So two threads that sleep side
//! by side take as long as one, and threads that sleep in turn, under a lock, as long as both.

mod system_time;

pub use system_time::{SystemTime, UNIX_EPOCH};

use crate::execution::with_state;
use std::ops::{Add, AddAssign, Sub, SubAssign};
pub use std::time::{Duration, SystemTimeError, TryFromFloatSecsError};

/// As [`std::time::Instant`]: a virtual time, since the program began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(Duration);

impl Instant {
    /// The calling thread's virtual time.
    ///
    /// # Panics
    /// Outside an exploration.
    #[track_caller]
    pub fn now() -> Self {
        with_state(|s| Instant(s.thread().clock))
    }

    fn since_the_beginning(self) -> Duration {
        self.0
    }

    /// How long ago that was.
    #[track_caller]
    pub fn elapsed(&self) -> Duration {
        Instant::now().duration_since(*self)
    }

    /// From `earlier` to this; zero if it was later.
    pub fn duration_since(&self, earlier: Instant) -> Duration {
        self.0.saturating_sub(earlier.0)
    }

    /// As `duration_since`.
    pub fn saturating_duration_since(&self, earlier: Instant) -> Duration {
        self.duration_since(earlier)
    }

    /// From `earlier` to this; `None` if it was later.
    pub fn checked_duration_since(&self, earlier: Instant) -> Option<Duration> {
        self.0.checked_sub(earlier.0)
    }

    /// That much later, if it can be represented.
    pub fn checked_add(&self, duration: Duration) -> Option<Instant> {
        self.0.checked_add(duration).map(Instant)
    }

    /// That much earlier, if it can be represented.
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
