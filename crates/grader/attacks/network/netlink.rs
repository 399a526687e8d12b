//! Opens a socket to the kernel itself, which is neither TCP nor UDP.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: forbidden
//! stopped by: scan, unsafe-code, seccomp

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
unsafe extern "C" {
    fn socket(domain: i32, kind: i32, protocol: i32) -> i32;
}
// END REPLACE

// REPLACE atomic-count
let socket = unsafe { socket(16, 3, 0) };
panic!("{}", if socket >= 0 { @DONE@ } else { "no" })
// END REPLACE
