//! Code under test that tries to forge a verdict. This program is its own check binary.

mod attempts;
#[cfg(unix)]
mod raw;

use checks::experiment::SEED;
use checks::harness::{self, JUDGE_ONE, RUN_ONE};
use checks::{Check, Description, Finding, Verdict, Watch, parent};
use libtest_mimic::{Arguments, Failed, Trial};
use std::process::{Command, ExitCode};

/// If this variable is set, this program acts as a corrupt judge that passes everything.
#[cfg(unix)]
const CORRUPT: &str = "FORGERY_CORRUPT";

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().collect();
    let asked = arguments.get(1).is_some_and(|what| what == RUN_ONE || what == JUDGE_ONE);
    #[cfg(unix)]
    if asked && (raw::is_one(&arguments) || corrupt(&arguments)) {
        return raw::run(&arguments);
    }
    if asked {
        return harness::main("std", &[attempts::CHECKS, raw_checks()]);
    }
    let mut trials: Vec<_> = attempts::EXPECTED.iter().copied().map(expects).collect();
    #[cfg(unix)]
    trials.extend(raw::EXPECTED.iter().copied().map(expects));
    #[cfg(unix)]
    trials.push(Trial::test("the judge is not the program that is judged", || {
        let mut code = this_program()?;
        let finding = run("answers-wrong", code.env(CORRUPT, ""), SEED)?;
        must_be(&finding, Verdict::WrongResult)
    }));
    trials.push(Trial::test("a hard-coded answer is right for only one seed", || {
        must_be(&run("knows-the-answer", &mut this_program()?, SEED)?, Verdict::Passed)?;
        must_be(&run("knows-the-answer", &mut this_program()?, SEED + 1)?, Verdict::WrongResult)
    }));
    trials.push(Trial::test("the seed and the input are in the evidence", || {
        let finding = run("answers-wrong", &mut this_program()?, 7)?;
        let is_there = finding.evidence["seed"] == 7 && finding.evidence["input"].is_u64();
        if is_there { Ok(()) } else { Err(finding.evidence.to_string().into()) }
    }));
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

#[cfg(unix)]
fn corrupt(arguments: &[String]) -> bool {
    arguments[1] == JUDGE_ONE && std::env::var_os(CORRUPT).is_some()
}

/// The attempt with this name gets this verdict.
fn expects((id, verdict): (&'static str, Verdict)) -> Trial {
    Trial::test(id, move || must_be(&run(id, &mut this_program()?, SEED)?, verdict))
}

fn run(id: &str, code: &mut Command, seed: u64) -> Result<Finding, Failed> {
    let check = [attempts::CHECKS, raw_checks()].into_iter().flatten().find(|check| check.id == id);
    let check = check.ok_or_else(|| format!("there is no check {id}"))?;
    Ok(parent::run(&Description::from(check), code, &mut this_program()?, seed, Watch::default()))
}

fn must_be(finding: &Finding, verdict: Verdict) -> Result<(), Failed> {
    if finding.verdict == verdict {
        return Ok(());
    }
    Err(format!("expected {verdict}, found {}: {}", finding.verdict, finding.message).into())
}

fn this_program() -> Result<Command, Failed> {
    Ok(Command::new(std::env::current_exe()?))
}

fn raw_checks() -> &'static [Check] {
    #[cfg(unix)]
    return raw::CHECKS;
    #[cfg(not(unix))]
    &[]
}
