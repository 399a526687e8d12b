//! `cargo xtask check` and `pack`: builds and starts the program `student` in `crates/checks`, which has their options.

use crate::cargo::{as_typed, exit_code};
use crate::output;
use crate::working::saying;
use std::process::ExitCode;
use xshell::{Shell, cmd};

/// The exit code is that of the program: 0 if every check passed, 1 if one did not, 2 for a mistake on
/// the command line.
pub fn run(shell: &Shell, command: &str, arguments: &[String]) -> ExitCode {
    let student = ["--package", "checks", "--bin", "student"];
    let build = as_typed(cmd!(shell, "cargo build --quiet {student...}")).quiet();
    if saying("Compiling the checks; the first time takes some minutes", || build.run()).is_err() {
        output::note(format_args!("error: cannot compile `checks` in {}", shell.current_dir().display()));
        return ExitCode::FAILURE;
    }
    exit_code(as_typed(cmd!(shell, "cargo run --quiet {student...} -- {command} {arguments...}")).into())
}
