//! Nests a hundred thousand parentheses, which crashes parsers.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: does not compile, out of bounds
//! stopped by: scan, judge

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
pub const DEEP: u64 = @REPEAT 100000 (@1@REPEAT 100000 )@;
// END REPLACE
