//! Compares fetch-pool to curl, on the same answers of the same server.

use crate::cargo::as_typed;
use crate::install::need;
use crate::step;
use xshell::{Shell, cmd};

pub fn run(shell: &Shell) -> xshell::Result<()> {
    step("fetch-pool and curl treat the same answers alike");
    need(shell, &["curl"], &["curl"])?;
    as_typed(cmd!(shell, "cargo test --quiet --package fetch-pool --test curl")).run()
}
