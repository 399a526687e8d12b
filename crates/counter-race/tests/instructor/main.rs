//! What holds for any size, what the program prints, and what Rust refuses to compile.

mod does_not_compile;
mod output;
mod properties;

#[test]
fn runs_on_the_standard_primitives() {
    assert_eq!(common::BACKEND, "std");
}
