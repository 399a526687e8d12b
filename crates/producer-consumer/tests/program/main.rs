//! What the program prints, what is given, and the reference on real threads. These tests do not grade students' code,
//! because on real threads it depends on luck whether a bug shows.
// Loom has no clock, and so no queue with time limits.
#![cfg(not(all(feature = "loom", not(feature = "model"))))]

mod given;
mod limits;
mod on_threads;
mod output;
mod points;
mod shutdown;
mod tasks;

#[test]
fn runs_on_the_standard_primitives() {
    assert_eq!(common::BACKEND, "std");
}
