//! Adds two: wrong in every run, even with a single thread.
//!
//! expect: locked-counts-alone = wrong result
//! expect: locked-starts-where-it-is-told = wrong result
//! expect: locked-loses-nothing = wrong result
//! expect: locked-counts-any-crowd = wrong result

// REPLACE locked-increment
let mut count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
*count += 2;
// END REPLACE
