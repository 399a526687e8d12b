//! Prints every outcome of the small programs that test this crate: `cargo xtask explore interleave`.

#[path = "../tests/programs/mod.rs"]
mod programs;

use common::explore::{self, Program};
use interleave::Verdict;
use std::process::ExitCode;

fn main() -> ExitCode {
    let all = programs::all().into_iter().chain(programs::orderings::all()).map(|program| {
        let about = match program.verdict {
            Verdict::Passed => "right".to_owned(),
            verdict => format!("wrong: {verdict}"),
        };
        Program::of_one_size(&as_word(program.name), &about, program.run, program.expected)
    });
    explore::main(&all.collect::<Vec<_>>())
}

/// `check, then act` as a command-line argument: `check-then-act`.
fn as_word(name: &str) -> String {
    name.replace(',', "").replace(' ', "-")
}
