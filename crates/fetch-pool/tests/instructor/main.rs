//! What holds for any size.

mod properties;

#[test]
fn runs_on_the_standard_primitives() {
    assert_eq!(common::BACKEND, "std");
}
