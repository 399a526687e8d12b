//! The checks that students do not see.

mod crowds;
mod like_a_list;

use std::process::ExitCode;

/// Every one of them.
pub const CHECKS: &[&[checks::Check]] = &[like_a_list::CHECKS, crowds::CHECKS];

fn main() -> ExitCode {
    checks::harness::main(common::BACKEND, CHECKS)
}
