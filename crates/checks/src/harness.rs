//! The `main` of every check binary. It takes the options of `cargo test` and nextest, through libtest-mimic.

use crate::check::{Check, Kind};
use crate::description::Description;
use crate::experiment::SEED;
use crate::watch::Watch;
use crate::{child, judge, parent};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;
use std::process::{Command, ExitCode};

/// Runs one check in this process, with the code under test: see [`crate::child`].
pub const RUN_ONE: &str = "--run-check";
/// Answers as the judge of one check: see [`crate::judge`].
pub const JUDGE_ONE: &str = "--judge-check";
/// Prints the descriptions of all checks, as a JSON array.
pub const DESCRIBE: &str = "--describe-checks";

/// Runs the checks that the command line selects, among those that run on `backend`: models need the explorer's
/// primitives (`model`), all others run on `std`'s.
pub fn main(backend: &str, checks: &[&'static [Check]]) -> ExitCode {
    let belongs_here = |check: &&'static Check| match check.kind {
        Kind::Model => backend == "model",
        Kind::Behaviour | Kind::Property => backend == "std",
    };
    run(&checks.iter().copied().flatten().filter(belongs_here).collect::<Vec<_>>())
}

/// Like [`main`], but runs all checks on the explorer's primitives: the grader compiles each submission only once.
pub fn main_of_all(checks: &[&'static [Check]]) -> ExitCode {
    run(&checks.iter().copied().flatten().collect::<Vec<_>>())
}

fn run(checks: &[&'static Check]) -> ExitCode {
    let all = || checks.iter().copied();
    let arguments: Vec<_> = std::env::args().collect();
    if let [_, what, id] = arguments.as_slice()
        && (what == RUN_ONE || what == JUDGE_ONE)
    {
        match all().find(|check| check.id == id) {
            Some(check) if what == RUN_ONE => child::run(check),
            Some(check) => judge::run(check),
            None => {
                eprintln!("error: there is no check `{id}` here");
                return ExitCode::from(2);
            }
        }
    }
    if arguments.get(1).is_some_and(|argument| argument == DESCRIBE) {
        println!("{}", all().map(Check::to_json).collect::<Value>());
        return ExitCode::SUCCESS;
    }
    let trials = all().map(trial).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn trial(check: &'static Check) -> Trial {
    let run = move || {
        let program = std::env::current_exe().map_err(Failed::from)?;
        let (mut code, mut judge) = (Command::new(&program), Command::new(&program));
        let finding = parent::run(&Description::from(check), &mut code, &mut judge, SEED, Watch::default());
        if finding.verdict == crate::Verdict::Passed {
            return Ok(());
        }
        let place = finding.place.map(|place| format!(" ({place})")).unwrap_or_default();
        Err(format!("{}: {}{place}\n{}", finding.verdict, finding.message, finding.detail).into())
    };
    Trial::test(check.id, run).with_kind(check.exercise)
}
