//! Wraps around to 0 after the largest number, without a panic.
//!
//! expect: locked-goes-on-after-a-panic = wrong result

// REPLACE locked-increment
let mut count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
*count = count.wrapping_add(1);
// END REPLACE
