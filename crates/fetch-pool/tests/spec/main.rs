//! The checks that students see. Behaviour checks run on `std`'s primitives, models on the explorer's (`--features
//! model`).
//!
//! Every check that needs two threads is a model: on real threads a mistake shows only by luck, and the same code must
//! always get the same verdict. No check of one exercise depends on another: `as_completed` gets its futures from
//! promises, and the checks of the workers do not shut the pool down.

mod as_completed;
mod failures;
mod given;
mod workers;

#[allow(unused_imports)] // needed if `ThreadPool` has no `show` of its own
use checks::model::Show;
use fetch_pool::ThreadPool;
use interleave::sync::mpsc::{Sender, channel};
use std::process::ExitCode;

/// All checks, by exercise.
pub const CHECKS: &[&[checks::Check]] = &[workers::CHECKS, as_completed::CHECKS, failures::CHECKS];

fn main() -> ExitCode {
    show();
    checks::harness::main(common::BACKEND, CHECKS)
}

/// Lets tables show how many jobs are pending.
pub fn show() {
    ThreadPool::show();
}

/// A job that returns `value` once the check opens its gate.
fn gated<T: Send + 'static>(value: T) -> (Sender<()>, impl FnOnce() -> T + Send + 'static) {
    let (open, gate) = channel::<()>();
    let job = move || {
        gate.recv().expect("the check opens every gate");
        value
    };
    (open, job)
}
