//! Takes a lock that the thread already holds: it waits for itself.
//!
//! expect: locked-counts-alone = deadlock
//! expect: locked-starts-where-it-is-told = deadlock
//! expect: locked-loses-nothing = deadlock
//! expect: locked-reads-what-was-counted = deadlock
//! expect: locked-counts-any-crowd = deadlock
//! expect: locked-goes-on-after-a-panic = deadlock

// REPLACE locked-increment
let mut count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
*count = self.count() + 1;
// END REPLACE
