//! Panics with ten megabytes of text.
//!
//! check: atomic-counts-alone
//! expect: no verdict, panicked, out of bounds
//! stopped by: judge

// REPLACE atomic-count
panic!("{}", "x".repeat(10_000_000))
// END REPLACE
