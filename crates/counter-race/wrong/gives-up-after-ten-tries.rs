//! Tries to take the lock ten times and then skips the increment: nothing guarantees that the lock is free by then.
//!
//! expect: locked-loses-nothing = race condition
//! expect: locked-counts-any-crowd = race condition

// REPLACE locked-imports
use common::sync::{Mutex, PoisonError, TryLockError};
use common::thread;
// END REPLACE
// REPLACE locked-increment
for _ in 0..10 {
    let mut count = match self.count.try_lock() {
        Ok(count) => count,
        Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
        Err(TryLockError::WouldBlock) => {
            thread::yield_now();
            continue;
        }
    };
    *count += 1;
    return;
}
// END REPLACE
