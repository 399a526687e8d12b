//! Kills a process of the grader's user.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! stopped by: scan, unsafe-code, seccomp, landlock, uid

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
unsafe extern "C" {
    fn kill(process: i32, signal: i32) -> i32;
}
// END REPLACE

// REPLACE atomic-count
panic!("{}", unsafe { kill(@VICTIM@, 9) })
// END REPLACE
