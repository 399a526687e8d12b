//! Opens a socket to the host of a virtual machine.
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
let socket = unsafe { socket(40, 1, 0) };
panic!("{}", if socket >= 0 { @DONE@ } else { "no" })
// END REPLACE
