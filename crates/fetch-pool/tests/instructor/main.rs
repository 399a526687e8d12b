//! The checks that students do not see.

mod any_order;
mod crowds;

use std::process::ExitCode;

/// Every one of them.
pub const CHECKS: &[&[checks::Check]] = &[crowds::CHECKS, any_order::CHECKS];

fn main() -> ExitCode {
    checks::harness::main(common::BACKEND, CHECKS)
}
