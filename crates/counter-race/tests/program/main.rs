//! What the program prints, and what Rust refuses to compile. No student's code is judged by these.

mod does_not_compile;
mod output;

#[test]
fn runs_on_the_standard_primitives() {
    assert_eq!(common::BACKEND, "std");
}
