//! Sets up an io_uring, which makes system calls that no filter sees.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: forbidden
//! stopped by: scan, unsafe-code, seccomp

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
unsafe extern "C" {
    fn syscall(number: i64, entries: u32, parameters: *mut u8) -> i64;
}
// END REPLACE

// REPLACE atomic-count
let mut parameters = [0_u8; 120];
let ring = unsafe { syscall(425, 1, parameters.as_mut_ptr()) };
panic!("{}", if ring >= 0 { @DONE@ } else { "no" })
// END REPLACE
