//! Runs a check: each half in its own process, and passes the result of one to the other.
//!
//! The process that runs the code under test does not know the right answer. A judge, which may be a different
//! program, makes the input; the code under test gets it and is observed; the judge then gives the verdict. Models
//! are different: their verdict comes from the explorer, which runs in the process of the code under test.

use crate::check::Kind;
use crate::description::Description;
use crate::finding::Finding;
use crate::harness::{JUDGE_ONE, RUN_ONE};
use crate::process::ask;
use crate::record::Record;
use crate::verdict::Verdict;
use crate::watch::Watch;
use serde_json::{Value, json};
use std::process::Command;

/// A longer input, in bytes, is not kept in the finding: the seed reproduces it.
const LONG: usize = 1024;

/// Runs `check` in the program that `code` starts, judged with this seed by the program that `judge` starts. Both are
/// check binaries, and get their arguments here. `code` is watched as `watch` says; `judge` must be trusted.
pub fn run(check: &Description, code: &mut Command, judge: &mut Command, seed: u64, watch: Watch) -> Finding {
    code.args([RUN_ONE, check.id.as_str()]);
    judge.args([JUDGE_ONE, check.id.as_str()]);
    let finding = match check.kind {
        Kind::Model => match ask(code, &check.id, json!({}), check.kind, watch) {
            Ok(Record::Finding(finding)) => believed(finding),
            Ok(_) => no_verdict(),
            Err(finding) => finding,
        },
        Kind::Behaviour | Kind::Property => judged(check, code, judge, seed, watch),
    };
    // An exploration knows whether a thread waits at the meeting at all.
    let at_the_meeting = finding.evidence["meeting"] != Value::Bool(false);
    if finding.verdict == Verdict::Deadlock && check.meeting && at_the_meeting {
        let message =
            "two jobs must run at the same time and wait for each other, but only one ran at a time".to_string();
        return Finding { verdict: Verdict::OverSynchronised, message, ..finding };
    }
    finding
}

fn judged(check: &Description, code: &mut Command, judge: &mut Command, seed: u64, watch: Watch) -> Finding {
    let input = match ask(judge, &check.id, json!({"seed": seed}), check.kind, Watch::default()) {
        Ok(Record::Input(input)) => input,
        Ok(_) => return ours("it returned no input"),
        Err(finding) => return ours(&finding.message),
    };
    let mut finding = match ask(code, &check.id, json!({"input": input}), check.kind, watch) {
        Ok(Record::Observation(seen)) => {
            match ask(judge, &check.id, json!({"seed": seed, "observation": seen}), check.kind, Watch::default()) {
                Ok(Record::Finding(finding)) => finding,
                Ok(_) => return ours("it returned no finding"),
                Err(finding) => return ours(&finding.message),
            }
        }
        // Only the judge may say that something is right.
        Ok(Record::Finding(finding)) if finding.verdict != Verdict::Passed => believed(finding),
        Ok(_) => no_verdict(),
        Err(finding) => finding,
    };
    if finding.verdict == Verdict::Deadlock && !check.if_it_waits.is_empty() {
        finding.message.clone_from(&check.if_it_waits);
    }
    finding.evidence = json!({"seed": seed});
    if input.to_string().len() <= LONG {
        finding.evidence["input"] = input;
    }
    finding
}

/// A record that the code under test may have forged: it must not pass for an error of the grader.
fn believed(finding: Finding) -> Finding {
    if finding.verdict == Verdict::GraderError { no_verdict() } else { finding }
}

fn no_verdict() -> Finding {
    Finding::new(Verdict::NoVerdict, "its record says something that no such check can say")
}

fn ours(message: &str) -> Finding {
    Finding::new(Verdict::GraderError, format!("the judge of this check failed: {message}"))
}
