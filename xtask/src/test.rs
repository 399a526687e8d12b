//! `cargo xtask test`: everything that must hold on any machine that has Rust.

use crate::cargo::as_typed;
use crate::{EXAMPLES, step};
use xshell::{Shell, cmd};

pub fn run(shell: &Shell) -> xshell::Result<()> {
    step("Unit tests, specs, properties and the examples in the documentation");
    as_typed(cmd!(shell, "cargo test --quiet --workspace")).run()?;
    step("Proofs on interleave: every interleaving");
    as_typed(cmd!(shell, "cargo test --quiet --profile model --package common --features model --lib proofs"))
        .run()?;
    proofs(shell, "model")?;
    step("The checks that explore");
    checks(shell)?;
    step("Proofs on loom, the second opinion: with a bound on preemptions");
    proofs(shell, "loom")
}

/// The proofs on one explorer.
fn proofs(shell: &Shell, explorer: &str) -> xshell::Result<()> {
    explored(shell, explorer, &["--test", "proofs", "--", "--show-output"])
}

/// The exercises' checks that run on the explorer; those on `std` belong to the workspace's tests.
fn checks(shell: &Shell) -> xshell::Result<()> {
    explored(shell, "model", &["--test", "spec", "--test", "instructor"])
}

/// Tests of the examples on an explorer. The profile is optimised and keeps all assertions; TLS has no part in a proof.
fn explored(shell: &Shell, explorer: &str, tests: &[&str]) -> xshell::Result<()> {
    let packages = EXAMPLES.iter().flat_map(|example| ["--package", example]);
    let features = EXAMPLES.map(|example| format!("{example}/{explorer}")).join(",");
    as_typed(cmd!(
        shell,
        "cargo test --quiet --profile model {packages...} --no-default-features --features {features} {tests...}"
    ))
    .run()
}
