//! Computes without end.
//!
//! check: atomic-counts-alone
//! expect: out of bounds
//! stopped by: judge

// REPLACE atomic-count
loop {
    common::hint::spin_loop();
}
// END REPLACE
