//! `count` does not wait while another thread holds the lock, and returns 0. After a panic it reads correctly.
//!
//! expect: locked-reads-what-was-counted = race condition

// REPLACE locked-imports
use common::sync::{Mutex, PoisonError, TryLockError};
// END REPLACE
// REPLACE locked-count
match self.count.try_lock() {
    Ok(count) => *count,
    Err(TryLockError::Poisoned(poisoned)) => *poisoned.into_inner(),
    Err(TryLockError::WouldBlock) => 0,
}
// END REPLACE
