//! The checks that students see. Behaviour runs on `std`'s primitives, models on the explorer's: `--features model`.
//!
//! Whatever needs two threads is a model: on real threads a mistake shows or hides by luck, and the same code must
//! always get the same verdict.

mod join;
mod queue;
mod sentinel;

use std::process::ExitCode;

/// Every one of them.
pub const CHECKS: &[&[checks::Check]] = &[queue::CHECKS, join::CHECKS, sentinel::CHECKS];

fn main() -> ExitCode {
    checks::harness::main(common::BACKEND, CHECKS)
}
