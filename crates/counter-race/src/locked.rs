//! A counter protected by a lock: the lecture's `SafeCounter`, lines 13 to 20.

use crate::Counter;
// GIVEN locked-imports
use common::sync::{Mutex, PoisonError};
// END GIVEN

/// A counter that only one thread at a time can use.
///
/// In Python the lock is stored beside the count, and the programmer must remember to take it. In Rust the count is
/// stored inside the lock, so the lock is the only way to it.
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
/// `std` marks the lock as poisoned, and the next `lock()` returns an error. Here the next thread uses the data in spite
/// of the error, because a count is correct after each step: the increment either happened or did not. (Python does not
/// mark the lock: `with` releases it, and the next thread does not learn of the exception.)
#[derive(Debug, Default)]
pub struct LockedCounter {
    // SOLUTION locked-state: // What must it hold, and what protects that?
    count: Mutex<u64>,
    // END SOLUTION
}

impl LockedCounter {
    /// A counter that has already counted `count` increments.
    pub fn starting_at(count: u64) -> Self {
        // SOLUTION locked-start: locked-counter: put the count inside the lock
        LockedCounter { count: Mutex::new(count) }
        // END SOLUTION
    }
}

impl Counter for LockedCounter {
    /// # Panics
    ///
    /// If the count is [`u64::MAX`]. The count does not change, and other threads can still use the counter.
    #[inline] // without it, two threads that increment from another crate take 8 % longer than with the bare lock
    fn increment(&self) {
        // SOLUTION locked-increment: locked-counter: take the lock, and add one to what it guards
        let mut count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        *count += 1;
        // Here the guard `count` is dropped, which releases the lock, even if `+= 1` panics.
        // END SOLUTION
    }

    fn count(&self) -> u64 {
        // SOLUTION locked-count: locked-counter: reading needs the lock as well
        *self.count.lock().unwrap_or_else(PoisonError::into_inner)
        // END SOLUTION
    }
}
