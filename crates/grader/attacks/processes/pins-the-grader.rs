//! Pins another process to one processor, and keeps that processor busy.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked
//! stopped by: scan, unsafe-code, seccomp, uid

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
unsafe extern "C" {
    fn sched_setaffinity(process: i32, bytes: usize, processors: *const u64) -> i32;
}
// END REPLACE

// REPLACE atomic-count
let first = 1_u64;
let set = unsafe { sched_setaffinity(@VICTIM@, 8, &first) };
panic!("{}", if set == 0 { @DONE@ } else { "no" })
// END REPLACE
