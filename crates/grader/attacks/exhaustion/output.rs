//! Prints without end.
//!
//! check: atomic-counts-alone
//! expect: out of bounds
//! stopped by: judge

// REPLACE atomic-count
loop {
    println!("{}", "x".repeat(10_000));
}
// END REPLACE
