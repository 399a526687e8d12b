//! Skips the increment if the lock is taken: `try_lock` does not wait.
//!
//! expect: locked-loses-nothing = race condition
//! expect: locked-counts-any-crowd = race condition

// REPLACE locked-increment
if let Ok(mut count) = self.count.try_lock() {
    *count += 1;
}
// END REPLACE
