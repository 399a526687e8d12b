//! What the program prints, what Rust refuses to compile, and the reference on real threads. No student's code is judged
//! by these: on real threads a mistake shows or hides by luck.

mod on_threads;
mod output;
mod points;

#[test]
fn runs_on_the_standard_primitives() {
    assert_eq!(common::BACKEND, "std");
}
