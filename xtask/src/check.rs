//! `cargo xtask check` and `pack`: builds and starts the program `student` in `crates/checks`, which has their options.

use crate::cargo::{as_typed, exit_code};
use crate::working::saying;
use std::process::ExitCode;
use xshell::{Shell, cmd};

/// The exit code is that of the program: 0 if every check passed, 1 if one did not, 2 for a mistake on
/// the command line.
pub fn run(shell: &Shell, command: &str, arguments: &[String]) -> ExitCode {
    let student = ["--package", "checks", "--bin", "student"];
    let build = as_typed(cmd!(shell, "cargo build --quiet {student...}")).quiet();
    // Cargo has said why it failed.
    if saying("Compiling the checker; the first time takes some minutes", || build.run()).is_err() {
        return ExitCode::FAILURE;
    }
    exit_code(as_typed(cmd!(shell, "cargo run --quiet {student...} -- {command} {arguments...}")).into())
}
