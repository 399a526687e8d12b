//! A counter that a lock protects: the lecture's `SafeCounter`, lines 13 to 20.

use crate::Counter;
use common::sync::{Mutex, PoisonError};

/// A counter that one thread at a time can touch.
///
/// In Python the lock stands beside the count, and nothing but care makes a thread take it. In Rust the count stands
/// inside the lock: there is no other way to it.
///
/// ```
/// use counter_race::{Counter, LockedCounter};
/// use std::thread;
///
/// let counter = LockedCounter::default();
/// thread::scope(|scope| {
///     for _ in 0..8 {
///         scope.spawn(|| counter.increment());
///     }
/// });
/// assert_eq!(counter.count(), 8);
/// ```
///
/// # When a thread panics while it holds the lock
///
/// `std` marks the lock as poisoned, and the next `lock()` is an error. Here the next thread takes the data all the
/// same, for a count is right after each step: either the increment took place or it did not. (Python's `with` has
/// no such mark: the lock is released and the next thread never knows.)
#[derive(Debug, Default)]
pub struct LockedCounter {
    count: Mutex<u64>,
}

impl LockedCounter {
    /// A counter that has already counted `count` increments.
    pub fn starting_at(count: u64) -> Self {
        LockedCounter { count: Mutex::new(count) }
    }
}

impl Counter for LockedCounter {
    /// # Panics
    ///
    /// If the count is [`u64::MAX`]; it stays that, and other threads go on.
    fn increment(&self) {
        let mut count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        *count += 1;
    } // the guard `count` is dropped here, and the lock with it, also when `+= 1` panics

    fn count(&self) -> u64 {
        *self.count.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
