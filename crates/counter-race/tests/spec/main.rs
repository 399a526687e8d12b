//! The checks that students see. Behaviour checks run on `std`'s primitives, models on the explorer's (`--features
//! model`).

mod atomic;
mod counting;
mod locked;
mod predictions;
mod racy;

use std::process::ExitCode;

/// All checks, by exercise.
pub const CHECKS: &[&[checks::Check]] = &[racy::CHECKS, locked::CHECKS, atomic::CHECKS, predictions::CHECKS];

fn main() -> ExitCode {
    checks::harness::main(common::BACKEND, CHECKS)
}
