//! The checks that students see. Behaviour checks run on `std`'s primitives, models on the explorer's (`--features
//! model`).
//!
//! Every check that needs two threads is a model: on real threads a mistake shows only by luck, and the same code must
//! always get the same verdict.

mod join;
mod queue;
mod sentinel;

#[allow(unused_imports)] // needed if `Queue` has no `show` of its own
use checks::model::Show;
use producer_consumer::Queue;
use std::process::ExitCode;

/// All checks, by exercise.
pub const CHECKS: &[&[checks::Check]] = &[queue::CHECKS, join::CHECKS, sentinel::CHECKS];

fn main() -> ExitCode {
    show();
    checks::harness::main(common::BACKEND, CHECKS)
}

/// Lets tables show what is in the queues.
pub fn show() {
    Queue::<()>::show();
    Queue::<i32>::show();
    Queue::<usize>::show();
    Queue::<Option<usize>>::show();
}
