//! The checks that students do not see.

mod any_order;
mod crowds;
#[allow(clippy::duplicate_mod)] // where a test looks at the checks of both binaries
#[path = "../spec/given.rs"]
mod given;

use std::process::ExitCode;

/// Every one of them.
pub const CHECKS: &[&[checks::Check]] = &[crowds::CHECKS, any_order::CHECKS];

fn main() -> ExitCode {
    checks::harness::main(common::BACKEND, CHECKS)
}
