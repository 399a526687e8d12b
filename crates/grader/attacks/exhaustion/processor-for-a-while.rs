//! Uses twelve seconds of processor time, which the system's limit allows, then goes on normally.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: out of bounds
//! stopped by: scan, unsafe-code, processor

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
unsafe extern "C" {
    fn clock() -> i64;
}
// END REPLACE

// REPLACE atomic-count
// Without an operation that the explorer would count.
while unsafe { clock() } < 12_000_000 {}
panic!("{}", @DONE@)
// END REPLACE
