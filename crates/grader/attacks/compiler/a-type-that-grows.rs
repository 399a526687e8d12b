//! Calls a generic function recursively with ever larger types.
//!
//! check: atomic-counts-alone
//! expect: does not compile, out of bounds
//! stopped by: judge

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
pub fn grow<T: Default>(depth: u64) -> u64 {
    if depth == 0 { 0 } else { grow::<(T, T)>(depth - 1) }
}
pub fn start() -> u64 {
    grow::<u8>(100)
}
// END REPLACE
