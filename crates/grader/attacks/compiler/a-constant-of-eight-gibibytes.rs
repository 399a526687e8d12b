//! Makes the compiler compute a constant that does not fit into memory.
//!
//! check: atomic-counts-alone
//! expect: out of bounds, does not compile
//! stopped by: judge

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
pub static LARGE: [u64; 1 << 30] = [7; 1 << 30];
// END REPLACE
