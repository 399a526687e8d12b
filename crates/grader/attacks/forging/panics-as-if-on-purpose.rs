//! Panics with the words of a check that panics on purpose, because such panics are not reported.
//!
//! check: atomic-counts-alone
//! expect: no verdict, panicked
//! stopped by: judge

// REPLACE atomic-count
panic!("on purpose: nothing happened")
// END REPLACE
