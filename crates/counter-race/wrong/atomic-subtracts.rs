//! The wrong operation: it counts down, and 0 - 1 is the largest number there is.
//!
//! expect: atomic-counts-alone = wrong result
//! expect: atomic-loses-nothing = wrong result
//! expect: atomic-counts-any-crowd = wrong result

// REPLACE atomic-increment
self.count.fetch_sub(1, Relaxed);
// END REPLACE
