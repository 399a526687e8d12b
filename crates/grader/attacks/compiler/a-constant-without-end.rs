//! Makes the compiler compute a constant for ever.
//!
//! check: atomic-counts-alone
//! expect: out of bounds
//! stopped by: judge

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
#[allow(long_running_const_eval)]
pub const LATE: u64 = {
    let mut number = 0_u64;
    while number < u64::MAX {
        number = number.wrapping_add(1) & (u64::MAX >> 1);
    }
    number
};
// END REPLACE
