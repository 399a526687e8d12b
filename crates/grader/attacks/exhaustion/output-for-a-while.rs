//! Prints more than the grader should keep, then goes on normally.
//!
//! check: atomic-counts-alone
//! expect: out of bounds
//! stopped by: output

// REPLACE atomic-count
for _ in 0..2_000 {
    println!("{}", "x".repeat(10_000));
}
panic!("{}", @DONE@)
// END REPLACE
