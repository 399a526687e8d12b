//! Leaks the grader's environment variables.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked
//! stopped by: scan, environment

// REPLACE atomic-count
panic!("{:?}", std::env::var("@VARIABLE@"))
// END REPLACE
