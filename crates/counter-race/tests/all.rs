//! Every check in one program. The grader compiles it for each submission, once where two programs would be twice.

#[allow(dead_code)] // its `main`
#[path = "instructor/main.rs"]
mod instructor;
#[allow(dead_code)]
#[path = "spec/main.rs"]
mod spec;

use std::process::ExitCode;

fn main() -> ExitCode {
    checks::harness::main(common::BACKEND, &[spec::CHECKS, instructor::CHECKS].concat())
}
