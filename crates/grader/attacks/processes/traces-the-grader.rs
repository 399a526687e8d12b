//! Attaches to another process as a debugger.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: forbidden
//! stopped by: scan, unsafe-code, seccomp, landlock, uid

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
unsafe extern "C" {
    fn ptrace(request: i64, process: i32, address: usize, data: usize) -> i64;
}
// END REPLACE

// REPLACE atomic-count
let taken = unsafe { ptrace(0x4206, @VICTIM@, 0, 0) };
panic!("{}", if taken == 0 { @DONE@ } else { "no" })
// END REPLACE
