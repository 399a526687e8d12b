//! `cargo xtask explore EXAMPLE`: every outcome of a small program, and the shortest run that fails. The options are those
//! of the example's own `explore`, which links the explorer; this only starts it.

use crate::EXAMPLES;
use crate::cargo::{as_typed, exit_code};
use crate::output::note;
use bpaf::{Parser, positional};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use xshell::{Shell, cmd};

/// The explorer itself: it has wrong programs of its own, for its tests.
const EXPLORER: &str = "interleave";

/// With this set, the explorer says how far it is.
const LOG: &str = "INTERLEAVE_LOG";

/// The name of an example.
pub fn example() -> impl Parser<String> {
    positional::<String>("EXAMPLE")
        .help(format!("{}; or {EXPLORER}, for small wrong programs", EXAMPLES.join(", ")).as_str())
        .parse(|name: String| match name == EXPLORER || EXAMPLES.contains(&name.as_str()) {
            true => Ok(name),
            false => Err(format!("the examples are {}; {EXPLORER} has small wrong programs", EXAMPLES.join(", "))),
        })
}

/// The exit code is that of the explorer: 0 where every run is right, 1 where one is not, 2 for a mistake.
pub fn run(shell: &Shell, example: &str, arguments: &[String]) -> ExitCode {
    if !built(shell, example).exists() {
        note(format_args!("Compiling the explorer of {example}; the first time takes some minutes …"));
    }
    let target = target(example);
    let explore = as_typed(cmd!(shell, "cargo run --quiet {target...} -- {arguments...}"));
    // On a terminal, a long search then says each second how far it is.
    let log = std::env::var_os(LOG).unwrap_or_else(|| "1".into());
    exit_code(explore.env(LOG, log).into())
}

/// Writes the graph of a program (its name, and how large it is to be): every state, and every step between them.
pub fn graph(shell: &Shell, example: &str, program: &str, file: &Path) -> xshell::Result<()> {
    let target = target(example);
    let program = program.split(' ');
    // It says 1 where a run of the program goes wrong, as it does for most.
    let explore = as_typed(cmd!(shell, "cargo run --quiet {target...} -- --program {program...} --graph {file}"));
    explore.quiet().ignore_status().ignore_stdout().ignore_stderr().run()
}

/// Builds the explorer of an example, so that it starts at once later.
pub fn build(shell: &Shell, example: &str) -> xshell::Result<()> {
    let target = target(example);
    as_typed(cmd!(shell, "cargo build --quiet {target...}")).quiet().run()
}

/// Where cargo puts the explorer of an example.
fn built(shell: &Shell, example: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    let program = format!("explore-{example}{}", std::env::consts::EXE_SUFFIX);
    shell.current_dir().join(target).join("model").join("examples").join(program)
}

/// What cargo is told to build or run.
fn target(example: &str) -> Vec<String> {
    let explorer = format!("explore-{example}");
    let mut target = vec!["--profile", "model", "--package", example, "--example", &explorer];
    if example != EXPLORER {
        target.extend(["--no-default-features", "--features", "model"]);
    }
    target.into_iter().map(str::to_string).collect()
}
