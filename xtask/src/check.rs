//! `cargo xtask check` and `pack`: their options and all that they do are those of the program `student` in `crates/checks`.

use crate::cargo::{as_typed, exit_code};
use std::process::ExitCode;
use xshell::{Shell, cmd};

/// The exit code is that of the program: 0 where every check passed, 1 where one did not, 2 for a mistake.
pub fn run(shell: &Shell, command: &str, arguments: &[String]) -> ExitCode {
    exit_code(
        as_typed(cmd!(shell, "cargo run --quiet --package checks --bin student -- {command} {arguments...}"))
            .into(),
    )
}
