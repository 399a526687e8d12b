//! Releases the lock between the read and the write, and then takes it again: a `drop` in the wrong line.
//!
//! expect: locked-loses-nothing = race condition
//! expect: locked-counts-any-crowd = race condition

// REPLACE locked-increment
let count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
let next = *count + 1;
drop(count);
let mut count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
*count = next;
// END REPLACE
