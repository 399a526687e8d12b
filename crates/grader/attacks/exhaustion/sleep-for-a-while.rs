//! Sleeps for longer than the grader should wait, then goes on normally.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: deadlock
//! stopped by: scan, stillness

// REPLACE atomic-count
std::thread::sleep(std::time::Duration::from_secs(5));
panic!("{}", @DONE@)
// END REPLACE
