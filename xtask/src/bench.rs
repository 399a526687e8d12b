//! `cargo xtask bench`: compares our code to its peers. The program that measures is `crates/bench`, with options of its
//! own; this only builds and starts it. Nothing else compiles the peers.

use crate::cargo::{as_typed, exit_code};
use crate::working::saying;
use std::process::{Command, ExitCode};
use xshell::{Shell, cmd};

/// The exit code is that of the program: 0 if every target is met, 1 if one is not, 2 for a mistake on the
/// command line.
pub fn run(shell: &Shell, arguments: &[String]) -> xshell::Result<ExitCode> {
    let bench = ["--release", "--package", "bench", "--bin", "bench", "--features", "peers"];
    let build = as_typed(cmd!(shell, "cargo build --quiet {bench...}")).quiet();
    saying("Compiling the bench and its peers; the first time takes some minutes", || build.run())?;
    // Started in the user's folder, not in the workspace's root: paths are relative to it.
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    let program = format!("bench{}", std::env::consts::EXE_SUFFIX);
    let program = shell.current_dir().join(target).join("release").join(program);
    // As if typed, too: it starts cargo again.
    let mut bench = Command::from(as_typed(cmd!(shell, "{program} {arguments...}")));
    if let Ok(here) = std::env::current_dir() {
        bench.current_dir(here);
    }
    Ok(exit_code(bench))
}
