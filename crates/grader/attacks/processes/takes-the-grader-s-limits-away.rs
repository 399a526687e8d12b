//! Changes a limit of another process, so that it can open no more files.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked
//! stopped by: scan, unsafe-code, seccomp, uid

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
unsafe extern "C" {
    fn prlimit(process: i32, resource: i32, new: *const u64, old: *mut u64) -> i32;
}
// END REPLACE

// REPLACE atomic-count
let limits = [3_u64, 3];
let set = unsafe { prlimit(@VICTIM@, 7, limits.as_ptr(), std::ptr::null_mut()) };
panic!("{}", if set == 0 { @DONE@ } else { "no" })
// END REPLACE
