//! Tells the variables of the grader's environment.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked
//! stopped by: scan, environment

// REPLACE atomic-count
panic!("{:?}", std::env::var("@VARIABLE@"))
// END REPLACE
