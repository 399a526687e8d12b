//! Sleeps for a year.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: deadlock
//! stopped by: scan, judge

// REPLACE atomic-count
std::thread::sleep(std::time::Duration::from_secs(31_536_000));
0
// END REPLACE
