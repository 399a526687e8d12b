//! `cargo xtask explore EXAMPLE`: every outcome of a small program, and the shortest run that fails. The options are those
//! of the example's own `explore`, which links the explorer; this only starts it.

use crate::EXAMPLES;
use crate::cargo::{as_typed, exit_code};
use bpaf::{Parser, positional};
use std::process::ExitCode;
use xshell::{Shell, cmd};

/// The name of an example.
pub fn example() -> impl Parser<String> {
    positional::<String>("EXAMPLE").help("fetch-pool, counter-race or producer-consumer").guard(
        |name| EXAMPLES.contains(&name.as_str()),
        "the examples are fetch-pool, counter-race and producer-consumer",
    )
}

/// The exit code is that of the explorer: 0 where every run is right, 1 where one is not, 2 for a mistake.
pub fn run(shell: &Shell, example: &str, arguments: &[String]) -> ExitCode {
    let target = target(example);
    exit_code(as_typed(cmd!(shell, "cargo run --quiet {target...} -- {arguments...}")).into())
}

/// Builds the explorer of an example, so that it starts at once later.
pub fn build(shell: &Shell, example: &str) -> xshell::Result<()> {
    let target = target(example);
    as_typed(cmd!(shell, "cargo build --quiet {target...}")).quiet().run()
}

/// What cargo is told to build or run.
fn target(example: &str) -> Vec<String> {
    let explorer = format!("explore-{example}");
    [
        "--profile",
        "model",
        "--package",
        example,
        "--no-default-features",
        "--features",
        "model",
        "--example",
        &explorer,
    ]
    .map(str::to_string)
    .to_vec()
}
