//! The `main` of every check binary. It understands the options of `cargo test` and of nextest, by libtest-mimic.

use crate::check::Check;
use crate::{child, parent};
use libtest_mimic::{Arguments, Failed, Trial};
use std::process::{Command, ExitCode};

/// The argument by which a check binary asks itself to run one check.
const RUN_ONE: &str = "--run-check";

/// Runs the checks that the command line asks for.
pub fn main(checks: &[&'static [Check]]) -> ExitCode {
    let all = || checks.iter().copied().flatten();
    let arguments: Vec<_> = std::env::args().collect();
    if let [_, run_one, id] = arguments.as_slice()
        && run_one == RUN_ONE
    {
        match all().find(|check| check.id == id) {
            Some(check) => child::run(check),
            None => {
                eprintln!("error: there is no check `{id}` here");
                return ExitCode::from(2);
            }
        }
    }
    let trials = all().map(trial).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn trial(check: &'static Check) -> Trial {
    let run = move || {
        let program = std::env::current_exe().map_err(Failed::from)?;
        let finding = parent::run(check, Command::new(program).args([RUN_ONE, check.id]));
        if finding.verdict == crate::Verdict::Passed {
            return Ok(());
        }
        let place = finding.place.map(|place| format!(" ({place})")).unwrap_or_default();
        Err(format!("{}: {}{place}\n{}", finding.verdict, finding.message, finding.detail).into())
    };
    Trial::test(check.id, run).with_kind(check.exercise)
}
