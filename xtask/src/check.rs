//! `cargo xtask check`: its options and all that it does are those of the program `student` in `crates/checks`.

use crate::cargo::{as_typed, exit_code};
use std::process::ExitCode;
use xshell::{Shell, cmd};

/// The exit code is that of the program: 0 where every check passed, 1 where one did not, 2 for a mistake.
pub fn run(shell: &Shell, arguments: &[String]) -> ExitCode {
    exit_code(
        as_typed(cmd!(shell, "cargo run --quiet --package checks --bin student -- check {arguments...}")).into(),
    )
}
