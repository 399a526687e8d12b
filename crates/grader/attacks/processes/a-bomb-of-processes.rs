//! Starts processes that start processes, but only some hundred in case it succeeds.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: forbidden
//! stopped by: scan, unsafe-code, seccomp

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
unsafe extern "C" {
    fn fork() -> i32;
}
// END REPLACE

// REPLACE atomic-count
let started = (0..6).filter(|_| unsafe { fork() } >= 0).count();
panic!("{}", if started == 6 { @DONE@ } else { "no" })
// END REPLACE
