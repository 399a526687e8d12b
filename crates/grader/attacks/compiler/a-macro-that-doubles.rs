//! Calls a macro that doubles its input again and again.
//!
//! check: atomic-counts-alone
//! expect: out of bounds, does not compile
//! stopped by: judge

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
macro_rules! double {
    ($($token:tt)*) => { double!($($token)* $($token)*); };
}
double!(x x x x);
// END REPLACE
