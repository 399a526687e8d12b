//! Allocates memory as an unnamed file.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: forbidden
//! stopped by: scan, unsafe-code, seccomp

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
unsafe extern "C" {
    fn memfd_create(name: *const u8, flags: u32) -> i32;
}
// END REPLACE

// REPLACE atomic-count
let file = unsafe { memfd_create(b"x\0".as_ptr(), 0) };
panic!("{}", if file < 0 { "no" } else { @DONE@ })
// END REPLACE
