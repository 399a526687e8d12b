//! The checks that students see. Behaviour runs on `std`'s primitives, models on the explorer's: `--features model`.

mod atomic;
mod counting;
mod locked;
mod predictions;
mod racy;

use std::process::ExitCode;

fn main() -> ExitCode {
    checks::harness::main(common::BACKEND, &[racy::CHECKS, locked::CHECKS, atomic::CHECKS, predictions::CHECKS])
}
