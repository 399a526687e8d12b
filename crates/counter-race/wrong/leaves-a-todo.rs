//! The atomic counter's `count` is not written yet.
//!
//! expect: atomic-counts-alone = not written yet
//! expect: atomic-loses-nothing = not written yet
//! expect: atomic-counts-any-crowd = not written yet

// REPLACE atomic-count
todo!("{}", "read the number")
// END REPLACE
