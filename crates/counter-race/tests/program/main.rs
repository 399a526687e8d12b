//! What the program prints, what Rust refuses to compile, and the reference on real threads. These tests do not grade
//! students' code, because on real threads it depends on luck whether a bug shows.

mod on_threads;
mod output;
mod points;

#[test]
fn runs_on_the_standard_primitives() {
    assert_eq!(common::BACKEND, "std");
}
