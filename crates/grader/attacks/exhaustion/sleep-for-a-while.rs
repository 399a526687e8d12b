//! Sleeps for longer than anybody should wait for it, and goes on after that.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: deadlock
//! stopped by: scan, stillness

// REPLACE atomic-count
std::thread::sleep(std::time::Duration::from_secs(5));
panic!("{}", @DONE@)
// END REPLACE
