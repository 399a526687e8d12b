//! Reads in one critical section and writes in another: the lock is free in between.
//!
//! expect: locked-loses-nothing = race condition
//! expect: locked-counts-any-crowd = race condition

// REPLACE locked-increment
let seen = *self.count.lock().unwrap_or_else(PoisonError::into_inner);
let more = seen.checked_add(1).expect("more than fits");
*self.count.lock().unwrap_or_else(PoisonError::into_inner) = more;
// END REPLACE
