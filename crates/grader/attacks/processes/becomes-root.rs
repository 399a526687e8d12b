//! Becomes root again.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: forbidden
//! stopped by: scan, unsafe-code, seccomp, judge

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
unsafe extern "C" {
    fn setuid(user: u32) -> i32;
}
// END REPLACE

// REPLACE atomic-count
panic!("{}", unsafe { setuid(0) })
// END REPLACE
