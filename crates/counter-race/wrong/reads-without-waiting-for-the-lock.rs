//! `count` does not wait while another thread has the lock, and answers 0. After a panic it reads as it should.
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
