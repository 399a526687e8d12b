//! The wrong operation: it subtracts, and 0 - 1 wraps around to the largest number.
//!
//! expect: atomic-counts-alone = wrong result
//! expect: atomic-loses-nothing = wrong result
//! expect: atomic-counts-any-crowd = wrong result

// REPLACE atomic-increment
self.count.fetch_sub(1, Relaxed);
// END REPLACE
