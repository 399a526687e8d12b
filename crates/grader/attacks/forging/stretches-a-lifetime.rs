//! Reads memory that is gone, in safe code: the compiler lets one lifetime pass for another (rust-lang/rust#25860).
//!
//! check: atomic-counts-alone
//! expect: panicked, no verdict
//! stopped by: judge
//! review: a lifetime can be stretched

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};

static UNIT: &&() = &&();

fn longer<'a, 'b, T>(_: &'a &'b (), value: &'b T) -> &'a T {
    value
}

fn stretched<'a, 'b, T>(value: &'a T) -> &'b T {
    let longer: for<'x> fn(_, &'x T) -> &'b T = longer;
    longer(UNIT, value)
}
// END REPLACE

// REPLACE atomic-count
let gone = {
    let numbers = [7_u64; 64];
    stretched(&numbers)
};
panic!("{gone:?}")
// END REPLACE
