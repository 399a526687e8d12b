//! `cargo xtask check`: its options and all that it does are those of the program `student` in `crates/checks`.

use std::process::{Command, ExitCode};
use xshell::{Shell, cmd};

/// The exit code is that of the program: 0 where every check passed, 1 where one did not, 2 for a mistake.
pub fn run(shell: &Shell, arguments: &[String]) -> xshell::Result<ExitCode> {
    let cargo = cmd!(shell, "cargo run --quiet --package checks --bin student -- check {arguments...}");
    let status = Command::from(cargo).status();
    let code = status.ok().and_then(|status| status.code()).and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
