//! The checks that students see. Behaviour runs on `std`'s primitives, models on the explorer's: `--features model`.
//!
//! Whatever needs two threads is a model: on real threads a mistake shows or hides by luck, and the same code must
//! always get the same verdict. No exercise is checked with the help of another: `as_completed` gets its futures from
//! promises, and the checks of the workers leave the end of the pool out.

mod as_completed;
mod failures;
mod given;
mod workers;

#[allow(unused_imports)] // for a pool without a `show` of its own
use checks::model::Show;
use fetch_pool::ThreadPool;
use interleave::sync::mpsc::{Sender, channel};
use std::process::ExitCode;

/// Every one of them.
pub const CHECKS: &[&[checks::Check]] = &[workers::CHECKS, as_completed::CHECKS, failures::CHECKS];

fn main() -> ExitCode {
    show();
    checks::harness::main(common::BACKEND, CHECKS)
}

/// Tables then show how many jobs are pending.
pub fn show() {
    ThreadPool::show();
}

/// A job that gives `value` once the check opens its gate.
fn gated<T: Send + 'static>(value: T) -> (Sender<()>, impl FnOnce() -> T + Send + 'static) {
    let (open, gate) = channel::<()>();
    let job = move || {
        gate.recv().expect("the check opens every gate");
        value
    };
    (open, job)
}
