//! How programs are started: the one place that knows. A policy goes in, a command comes out.
//!
//! Nothing is confined yet: what a submission's code does, it does with the rights of whoever grades. Every result says
//! so.

use crate::recorder::Compilation;
use std::path::Path;
use std::process::Command;

/// What every result says about the confinement of the code that it judges.
pub const CONFINEMENT: &str = "UNCONFINED";

/// A check of a submission, which finds its sources in `tree` and nothing of ours in its environment.
pub fn check(program: &Path, tree: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(tree).env_clear();
    command
}

/// The compiler on a submission in `tree`.
pub fn compiler(compilation: &Compilation, tree: &Path) -> Command {
    let mut command = Command::new(&compilation.rustc);
    command.current_dir(tree).env_clear().envs(compilation.environment.iter().cloned());
    // The linker is found by it.
    command.envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
    command
}
