//! `cargo xtask test`: everything that must hold on any machine that has Rust.

use crate::{EXAMPLES, step};
use xshell::{Shell, cmd};

pub fn run(shell: &Shell) -> xshell::Result<()> {
    step("Unit tests, spec, properties and the examples in the documentation");
    cmd!(shell, "cargo test --quiet --workspace").run()?;
    step("Proofs: every interleaving within the bound that each proof prints");
    loom(shell)
}

/// The proofs on loom. The profile is optimised and keeps all assertions; TLS has no part in a proof.
fn loom(shell: &Shell) -> xshell::Result<()> {
    let packages = EXAMPLES.iter().flat_map(|example| ["--package", example]);
    let features = EXAMPLES.map(|example| format!("{example}/loom")).join(",");
    cmd!(
        shell,
        "cargo test --quiet --profile model {packages...} --no-default-features --features {features}
         --test loom -- --show-output"
    )
    .run()
}
