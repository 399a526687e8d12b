//! The checks that students see. Behaviour runs on `std`'s primitives, models on the explorer's: `--features model`.

mod atomic;
mod counting;
mod locked;
mod predictions;
mod racy;

use std::process::ExitCode;

/// Every one of them.
pub const CHECKS: &[&[checks::Check]] = &[racy::CHECKS, locked::CHECKS, atomic::CHECKS, predictions::CHECKS];

fn main() -> ExitCode {
    checks::harness::main(common::BACKEND, CHECKS)
}
