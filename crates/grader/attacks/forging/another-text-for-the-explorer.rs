//! Is right where it is explored and wrong where it is run.
//!
//! check: atomic-counts-alone, atomic-loses-nothing
//! expect: forbidden
//! confined: wrong result, passed
//! stopped by: scan

// REPLACE atomic-increment
#[cfg(feature = "model")]
self.count.fetch_add(1, Relaxed);
// END REPLACE
