//! Leaks another submission, which is world-readable.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked
//! stopped by: scan, landlock, namespaces

// REPLACE atomic-count
panic!("{:?}", std::fs::read_to_string("@OTHER@"))
// END REPLACE
