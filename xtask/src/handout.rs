//! `cargo xtask handout DIR`: starts the program that writes what students get.

use crate::cargo::{as_typed, exit_code};
use crate::working::saying;
use bpaf::{Parser, positional};
use std::path::{Path, PathBuf, absolute};
use std::process::ExitCode;
use xshell::{Shell, cmd};

/// Where to write it.
pub fn folder() -> impl Parser<PathBuf> {
    positional("DIR").help("A folder that does not exist yet, or is empty")
}

/// The exit code is that of the program: 0 if the handout was written, 1 if not, 2 for a mistake on the command line.
pub fn run(shell: &Shell, folder: &Path) -> xshell::Result<ExitCode> {
    let build = as_typed(cmd!(shell, "cargo build --quiet --package handout")).quiet();
    saying("Compiling the program that writes the handout", || build.run())?;
    // Relative to the folder in which the command was typed; the program runs in the workspace.
    let folder = absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    Ok(exit_code(as_typed(cmd!(shell, "cargo run --quiet --package handout -- {folder}")).into()))
}
