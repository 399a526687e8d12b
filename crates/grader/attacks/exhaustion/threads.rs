//! Starts threads until there are no more.
//!
//! check: atomic-counts-alone
//! expect: panicked
//! stopped by: rlimits

// REPLACE atomic-count
for _ in 0..5_000 {
    common::thread::spawn(common::thread::park);
}
panic!("{}", @DONE@)
// END REPLACE
