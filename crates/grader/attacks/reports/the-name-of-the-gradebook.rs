//! Has the same name as the class's gradebook, so that one would replace the other.
//!
//! check: atomic-counts-alone
//! from: gradebook.csv
//! expect: wrong result
//! stopped by: judge

// REPLACE atomic-count
self.count.load(Relaxed) + 1
// END REPLACE
