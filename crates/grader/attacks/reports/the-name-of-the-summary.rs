//! Has the same name as the class's summary, so that one would replace the other.
//!
//! check: atomic-counts-alone
//! from: summary.json
//! expect: wrong result
//! stopped by: judge

// REPLACE atomic-count
self.count.load(Relaxed) + 1
// END REPLACE
