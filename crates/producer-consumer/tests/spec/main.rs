//! The checks that students see. Behaviour runs on `std`'s primitives, models on the explorer's: `--features model`.
//!
//! Whatever needs two threads is a model: on real threads a mistake shows or hides by luck, and the same code must
//! always get the same verdict.

mod join;
mod queue;
mod sentinel;

#[allow(unused_imports)] // for a queue without a `show` of its own
use checks::model::Show;
use producer_consumer::Queue;
use std::process::ExitCode;

/// Every one of them.
pub const CHECKS: &[&[checks::Check]] = &[queue::CHECKS, join::CHECKS, sentinel::CHECKS];

fn main() -> ExitCode {
    show();
    checks::harness::main(common::BACKEND, CHECKS)
}

/// Tables then show what is in the queues.
pub fn show() {
    Queue::<()>::show();
    Queue::<i32>::show();
    Queue::<usize>::show();
    Queue::<Option<usize>>::show();
}
