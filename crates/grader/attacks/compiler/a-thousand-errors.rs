//! Has a thousand compiler errors.
//!
//! check: atomic-counts-alone
//! expect: does not compile
//! stopped by: judge

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
@REPEAT 1000 pub const A: u64 = "text";
@
// END REPLACE
