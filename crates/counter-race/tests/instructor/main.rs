//! The checks that students do not see.

mod crowds;

use std::process::ExitCode;

fn main() -> ExitCode {
    checks::harness::main(common::BACKEND, &[crowds::CHECKS])
}
