//! The checks that students do not see.

mod crowds;

use std::process::ExitCode;

/// All hidden checks.
pub const CHECKS: &[&[checks::Check]] = &[crowds::CHECKS];

fn main() -> ExitCode {
    checks::harness::main(common::BACKEND, CHECKS)
}
