//! Is right in the explorer and wrong when it really runs.
//!
//! check: atomic-counts-alone, atomic-loses-nothing
//! expect: forbidden
//! confined: wrong result, passed
//! stopped by: scan

// REPLACE atomic-increment
#[cfg(feature = "model")]
self.count.fetch_add(1, Relaxed);
// END REPLACE
