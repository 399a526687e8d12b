//! Is called as the summary of the class is, so that there is no place for one of them.
//!
//! check: atomic-counts-alone
//! from: summary.json
//! expect: wrong result
//! stopped by: judge

// REPLACE atomic-count
self.count.load(Relaxed) + 1
// END REPLACE
