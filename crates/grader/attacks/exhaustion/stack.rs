//! Recurses until the stack overflows.
//!
//! check: atomic-counts-alone
//! expect: no verdict
//! stopped by: judge

// REPLACE atomic-count
fn deeper(depth: u64) -> u64 {
    if depth == u64::MAX { 0 } else { deeper(depth + 1) + std::mem::size_of_val(&depth) as u64 }
}
deeper(0)
// END REPLACE
