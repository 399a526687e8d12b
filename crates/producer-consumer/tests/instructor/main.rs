//! What holds for any size, and what the program prints.

mod output;
mod properties;

#[test]
fn runs_on_the_standard_primitives() {
    assert_eq!(common::BACKEND, "std");
}
