//! `std::time::SystemTime` in virtual time.

use super::{Duration, Instant, SystemTimeError};
use std::ops::{Add, AddAssign, Sub, SubAssign};
use std::time;

/// Like [`std::time::SystemTime::UNIX_EPOCH`]: every program starts at this time.
pub const UNIX_EPOCH: SystemTime = SystemTime::UNIX_EPOCH;

/// Like [`std::time::SystemTime`], in virtual time: every program starts at [`UNIX_EPOCH`], and the clock is never
/// set.
///
/// ```
/// use interleave::time::{Duration, SystemTime, UNIX_EPOCH};
/// use interleave::{Options, explore, thread};
///
/// let outcome = explore(&Options::new(), || {
///     thread::sleep(Duration::from_secs(3));
///     SystemTime::now().duration_since(UNIX_EPOCH).unwrap()
/// });
/// assert_eq!(outcome.values.into_keys().collect::<Vec<_>>(), ["3s"]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SystemTime(time::SystemTime);

impl SystemTime {
    /// Same as [`UNIX_EPOCH`](self::UNIX_EPOCH).
    pub const UNIX_EPOCH: SystemTime = SystemTime(time::UNIX_EPOCH);

    /// The calling thread's virtual time.
    ///
    /// # Panics
    /// If called outside an explored program.
    #[track_caller]
    pub fn now() -> Self {
        SystemTime::UNIX_EPOCH + Instant::now().since_the_beginning()
    }

    /// The time from `earlier` to `self`.
    ///
    /// # Errors
    /// If `earlier` is later than `self`; the error says by how much.
    pub fn duration_since(&self, earlier: SystemTime) -> Result<Duration, SystemTimeError> {
        self.0.duration_since(earlier.0)
    }

    /// The time elapsed since this time.
    ///
    /// # Errors
    /// If it is in the future; the error says how far.
    ///
    /// # Panics
    /// If called outside an explored program.
    #[track_caller]
    pub fn elapsed(&self) -> Result<Duration, SystemTimeError> {
        SystemTime::now().duration_since(*self)
    }

    /// `self` plus `duration`, if it can be represented.
    pub fn checked_add(&self, duration: Duration) -> Option<SystemTime> {
        self.0.checked_add(duration).map(SystemTime)
    }

    /// `self` minus `duration`, if it can be represented.
    pub fn checked_sub(&self, duration: Duration) -> Option<SystemTime> {
        self.0.checked_sub(duration).map(SystemTime)
    }
}

impl Add<Duration> for SystemTime {
    type Output = SystemTime;

    fn add(self, duration: Duration) -> SystemTime {
        SystemTime(self.0 + duration)
    }
}

impl AddAssign<Duration> for SystemTime {
    fn add_assign(&mut self, duration: Duration) {
        self.0 += duration;
    }
}

impl Sub<Duration> for SystemTime {
    type Output = SystemTime;

    fn sub(self, duration: Duration) -> SystemTime {
        SystemTime(self.0 - duration)
    }
}

impl SubAssign<Duration> for SystemTime {
    fn sub_assign(&mut self, duration: Duration) {
        self.0 -= duration;
    }
}
