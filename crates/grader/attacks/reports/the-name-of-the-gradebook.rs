//! Is called as the gradebook of the class is, so that there is no place for one of them.
//!
//! check: atomic-counts-alone
//! from: gradebook.csv
//! expect: wrong result
//! stopped by: judge

// REPLACE atomic-count
self.count.load(Relaxed) + 1
// END REPLACE
