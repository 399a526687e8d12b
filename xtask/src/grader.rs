//! `cargo xtask grade`, `audit`, `attack` and `gradescope`: builds and starts the grader, a program
//! with options of its own.

use crate::cargo::{as_typed, exit_code};
use crate::working::saying;
use std::process::{Command, ExitCode};
use xshell::{Shell, cmd};

/// The exit code is the grader's: 0 if it ran, 1 if it failed or an audit found a difference, 2 for a mistake on the
/// command line.
pub fn run(shell: &Shell, command: &str, arguments: &[String]) -> xshell::Result<ExitCode> {
    let build = as_typed(cmd!(shell, "cargo build --quiet --package grader")).quiet();
    saying("Compiling the grader; the first time takes some minutes", || build.run())?;
    // Started in the user's folder, not in the workspace's root: paths are relative to it.
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    let program = format!("grader{}", std::env::consts::EXE_SUFFIX);
    let mut grader = Command::new(shell.current_dir().join(target).join("debug").join(program));
    grader.arg(command).args(arguments);
    // As `cargo run` would: it says which workspace this is.
    grader.env("CARGO_MANIFEST_DIR", shell.current_dir().join("crates/grader"));
    Ok(exit_code(grader))
}
