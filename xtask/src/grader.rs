//! `cargo xtask grade` and `cargo xtask audit`: the grader is a program of its own, with options of its own; this only
//! builds and starts it.

use std::process::{Command, ExitCode};
use xshell::{Shell, cmd};

/// The exit code is the grader's: 0 when it ran, 1 where it failed or an audit found a difference, 2 for a mistake.
pub fn run(shell: &Shell, command: &str, arguments: &[String]) -> xshell::Result<ExitCode> {
    cmd!(shell, "cargo build --quiet --package grader").quiet().run()?;
    // Started where the user is, not in the workspace's root: the paths are theirs.
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    let program =
        shell.current_dir().join(target).join("debug").join(format!("grader{}", std::env::consts::EXE_SUFFIX));
    let status = Command::new(program).arg(command).args(arguments).status();
    let code = status.ok().and_then(|status| status.code()).and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
