//! `cargo xtask explore EXAMPLE`: every outcome of a small program, and the shortest run that fails. This only builds and
//! starts the example's own `explore`, which links the explorer and has the options.

use crate::EXAMPLES;
use crate::cargo::{as_typed, exit_code};
use crate::output::note;
use crate::typo;
use crate::working::saying;
use bpaf::{Parser, positional};
use std::path::Path;
use std::process::ExitCode;
use xshell::{Shell, cmd};

/// The explorer itself: it has wrong programs of its own, for its tests.
const EXPLORER: &str = "interleave";

/// If this variable is set, the explorer reports its progress.
const LOG: &str = "INTERLEAVE_LOG";

/// The parser of the name of an example.
pub fn example() -> impl Parser<String> {
    positional::<String>("EXAMPLE")
        .help(format!("{}; or {EXPLORER}, for small wrong programs", EXAMPLES.join(", ")).as_str())
        .parse(|name: String| match name == EXPLORER || EXAMPLES.contains(&name.as_str()) {
            true => Ok(name),
            false => {
                let known = [&EXAMPLES[..], &[EXPLORER]].concat();
                Err(format!(
                    "the examples are {}; {EXPLORER} has small wrong programs{}",
                    EXAMPLES.join(", "),
                    typo::suggestion(&name, &known)
                ))
            }
        })
}

/// Runs the explorer of an example, and returns its exit code: 0 if every run is right, 1 if any is wrong, 2 for a mistake
/// on the command line.
pub fn run(shell: &Shell, example: &str, arguments: &[String]) -> ExitCode {
    if let Err(error) = build(shell, example) {
        note(format_args!("error: {error}"));
        return ExitCode::FAILURE;
    }
    let target = target(example);
    let explore = as_typed(cmd!(shell, "cargo run --quiet {target...} -- {arguments...}"));
    // Without this, a long search would not report its progress.
    let log = std::env::var_os(LOG).unwrap_or_else(|| "1".into());
    exit_code(explore.env(LOG, log).into())
}

/// Writes the graph of a program (its name and the options for its size): every state, and every step between them.
pub fn graph(shell: &Shell, example: &str, program: &str, file: &Path) -> xshell::Result<()> {
    let target = target(example);
    let program = program.split(' ');
    // The exit code is 1 if a run of the program goes wrong, and most of these programs are wrong on purpose.
    let explore = as_typed(cmd!(shell, "cargo run --quiet {target...} -- --program {program...} --graph {file}"));
    explore.quiet().ignore_status().ignore_stdout().ignore_stderr().run()
}

/// Builds the explorer of an example, so that it starts at once.
pub fn build(shell: &Shell, example: &str) -> xshell::Result<()> {
    let target = target(example);
    let build = as_typed(cmd!(shell, "cargo build --quiet {target...}")).quiet();
    saying(&format!("Compiling the explorer of {example}; the first time takes some minutes"), || build.run())
}

/// Cargo's arguments for the explorer of an example.
fn target(example: &str) -> Vec<String> {
    let explorer = format!("explore-{example}");
    let mut target = vec!["--profile", "model", "--package", example, "--example", &explorer];
    if example != EXPLORER {
        target.extend(["--no-default-features", "--features", "model"]);
    }
    target.into_iter().map(str::to_string).collect()
}
