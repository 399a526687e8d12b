//! Every check in one program, on the explorer's primitives (`--features model`). The grader compiles this one program
//! for each submission instead of two. On `std` it only checks that all types fit.

#[allow(dead_code)] // its `main`
#[path = "instructor/main.rs"]
mod instructor;
#[allow(dead_code)]
#[path = "spec/main.rs"]
mod spec;

use std::process::ExitCode;

fn main() -> ExitCode {
    spec::show();
    checks::harness::main_of_all(&[spec::CHECKS, instructor::CHECKS].concat())
}
