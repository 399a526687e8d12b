//! `cargo xtask slurm`: grades a class on a Slurm cluster of two nodes, one of which is killed half-way. The test is in
//! `crates/grader/tests/grade/slurm/` and starts the cluster on this machine. This installs what it needs.

use crate::cargo::as_typed;
use crate::install::{is_root, need};
use crate::{output, step};
use std::process::ExitCode;
use xshell::{Shell, cmd};

/// Fails if this is not root or Slurm is missing, with a line that says what to do.
pub fn run(shell: &Shell) -> xshell::Result<ExitCode> {
    if !can_start(shell) {
        output::note("error: only root on Linux can start a cluster: try `sudo --preserve-env`");
        return Ok(ExitCode::FAILURE);
    }
    test(shell).map(|()| ExitCode::SUCCESS)
}

/// For CI, where it is one check of many: skipped if a cluster cannot be started.
pub fn check(shell: &Shell) -> xshell::Result<()> {
    if !can_start(shell) {
        output::note("left out: a Slurm cluster, which only root on Linux can start");
        return Ok(());
    }
    test(shell)
}

/// Nodes get namespaces of their own.
fn can_start(shell: &Shell) -> bool {
    cfg!(target_os = "linux") && is_root(shell)
}

fn test(shell: &Shell) -> xshell::Result<()> {
    step("A class is graded on a Slurm cluster, and one node is killed half-way");
    need(shell, &["slurmctld"], &["slurm-wlm", "munge"])?;
    as_typed(cmd!(shell, "cargo test --quiet --package grader --test grade -- --ignored {TEST}")).run()
}

/// The common part of its tests' names.
pub const TEST: &str = "slurm::";
