//! Allocates two gibibytes of shared memory, which does not count as its own.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked, forbidden
//! stopped by: scan, unsafe-code, seccomp

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
unsafe extern "C" {
    fn mmap(at: usize, length: usize, protection: i32, flags: i32, file: i32, offset: i64) -> isize;
}
// END REPLACE

// REPLACE atomic-count
let memory = unsafe { mmap(0, 2 << 30, 3, 0x21, -1, 0) };
panic!("{}", if memory == -1 { "no" } else { @DONE@ })
// END REPLACE
