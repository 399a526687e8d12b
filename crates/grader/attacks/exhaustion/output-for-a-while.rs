//! Prints more than anybody should keep, and goes on after that.
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
