//! What an exploration found, as a check's finding.

use crate::cause;
pub use crate::cause::{if_alone, if_any_panicked, if_ended, if_ended_by_panic, if_panicked, if_stuck};
use crate::finding::Finding;
use crate::headline;
use crate::lab_s_lines;
use crate::meeting::one_at_a_time;
use crate::mend;
use crate::verdict::Verdict;
use interleave::record::{Action, Record, Step};
use interleave::report::{self, Style};
use interleave::{Options, Outcome, Search, Unfinished, debug_text, explore};
use serde_json::json;
use std::fmt::{self, Debug};

/// More executions than this are not run: the search then falls back to bounds.
const MOST_EXECUTIONS: usize = 40_000;
/// How far the search for the smallest counterexample goes; beyond it, the smallest seen is shown.
const MOST_STATES: usize = 20_000;
/// An execution that is longer than this has no end: a hundred steps are much for what a check asks.
const MOST_STEPS: usize = 1_000;
/// The bounds that a program too large for a proof is explored within: they are fixed, so its verdict is, too.
const PREEMPTIONS: usize = 2;
const WALKS: Search = Search::Walks { seed: 19, count: 2_000 };
/// What a larger program is sampled with, and how far the search for a smaller counterexample goes then.
const SAMPLE: Search = Search::Walks { seed: 19, count: 200 };
const SAMPLE_STATES: usize = 2_000;

/// What a type does that cannot make its contents readable: nothing. A function `show` of the type's own goes before this
/// one, so that a check may call it also where a solution has replaced it together with what it shows.
pub trait Show {
    /// Tables do without the values.
    fn show() {}
}

impl<T> Show for T {}

/// The environment variable that says how wide a table may be.
pub const COLUMNS: &str = "CHECKS_COLUMNS";
/// The environment variable that, if set, asks for a table in ASCII.
pub const ASCII: &str = "CHECKS_ASCII";

/// Runs `program` in every interleaving; it must return `expected` in each.
///
/// A program with too many interleavings is explored within fixed bounds instead, which the finding names. A verdict
/// depends on these counts alone, and never on the clock.
///
/// ```
/// use checks::Verdict;
/// use checks::model::prove;
/// use interleave::{sync::Mutex, thread};
///
/// let finding = prove(2, || {
///     let count = Mutex::new(0);
///     thread::scope(|scope| {
///         for _ in 0..2 {
///             scope.spawn(|| *count.lock().unwrap() += 1);
///         }
///     });
///     *count.lock().unwrap()
/// });
/// assert_eq!(finding.verdict, Verdict::Passed);
/// ```
pub fn prove<T: Debug>(expected: T, program: impl Fn() -> T) -> Finding {
    proved(&format!("{expected:?}"), &|| Text(debug_text(&program())))
}

/// A value by its text alone. What is below is compiled once, and not again for each program.
struct Text(String);

impl Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn proved(expected: &str, program: &dyn Fn() -> Text) -> Finding {
    let options = || limited(expected).max_executions(MOST_EXECUTIONS).max_states(MOST_STATES);
    let outcome = explore(&options(), program);
    if !matches!(outcome.complete, Err(Unfinished::Executions { .. })) || outcome.counterexample.is_some() {
        let mut finding = finding(&outcome);
        let advice = mend::advise(&outcome, limited(expected), program, &style());
        if let Some(advice) = advice.filter(|_| finding.verdict != Verdict::NotWritten) {
            finding.evidence["advice"] = advice.sentence.into();
            finding.evidence["orderings"] = advice.text.into();
        }
        return finding;
    }
    let bounded = explore(&options().preemption_bound(PREEMPTIONS), program);
    if bounded.counterexample.is_some() {
        return finding(&bounded);
    }
    let walked = explore(&options().search(WALKS), program);
    if walked.counterexample.is_some() {
        return finding(&walked);
    }
    let bounds = format!("too large for a proof: {}; and {}", bounded.bounds(), walked.bounds());
    Finding { evidence: json!({"bounds": bounds}), ..Finding::new(Verdict::Passed, bounds) }
}

/// Runs `program`, which is too large for a proof, in every interleaving in which a thread goes on until it has to wait. That
/// shows who is never woken.
pub fn without_preemptions<T: Debug>(expected: T, program: impl Fn() -> T) -> Finding {
    unpreempted(&format!("{expected:?}"), &|| Text(debug_text(&program())))
}

fn unpreempted(expected: &str, program: &dyn Fn() -> Text) -> Finding {
    let options = Options::new().expect(expected).max_executions(MOST_EXECUTIONS).max_states(MOST_STATES);
    finding(&explore(&options.preemption_bound(0), program))
}

/// Runs `program`, which is too large for a proof, in interleavings drawn with a fixed seed: always the same ones.
pub fn sample<T: Debug>(expected: T, program: impl Fn() -> T) -> Finding {
    sampled(&format!("{expected:?}"), &|| Text(debug_text(&program())))
}

fn sampled(expected: &str, program: &dyn Fn() -> Text) -> Finding {
    let options = limited(expected).search(SAMPLE).max_states(SAMPLE_STATES);
    finding(&explore(&options, program))
}

fn limited(expected: &str) -> Options {
    Options::new().expect(expected).max_steps(MOST_STEPS)
}

/// Runs `program`, in which somebody waits for what never comes. They must sleep: an explorer then finds that no thread
/// can go on, where a thread that keeps looking is seen running for ever.
///
/// ```
/// use checks::Verdict;
/// use checks::model::sleeps;
/// use interleave::sync::mpsc::channel;
///
/// let finding = sleeps(|| {
///     let (_sender, receiver) = channel::<()>();
///     let _ = receiver.recv();
/// });
/// assert_eq!(finding.verdict, Verdict::Passed);
/// ```
pub fn sleeps(program: impl Fn()) -> Finding {
    let finding = prove((), program);
    match finding.verdict {
        Verdict::Deadlock | Verdict::LostWakeup => Finding::passed(),
        // Nothing can come to an end here: an execution that goes on does so for ever.
        Verdict::OutOfBounds => {
            Finding::new(Verdict::Livelock, "it looks again and again for what never comes, instead of sleeping")
        }
        Verdict::Passed => Finding::new(
            Verdict::WrongResult,
            "it came back without waiting, though what it should wait for never comes here",
        ),
        _ => finding,
    }
}

/// The first of several findings that is not a pass, else the last: from the smallest model to the largest.
pub fn first_failing(findings: impl IntoIterator<Item = Finding>) -> Finding {
    let mut last = Finding::passed();
    for finding in findings {
        if finding.verdict != Verdict::Passed {
            return finding;
        }
        last = finding;
    }
    last
}

fn finding(outcome: &Outcome) -> Finding {
    let evidence = json!({"executions": outcome.executions, "bounds": outcome.bounds()});
    match &outcome.counterexample {
        Some(record) => failed(outcome, record),
        None => {
            let verdict = outcome.verdict.to_string().parse().expect("both crates use the same words");
            let (verdict, message) = match verdict {
                Verdict::Passed if nothing_was_seen(outcome) => (Verdict::NoVerdict, NOTHING_SEEN.to_string()),
                Verdict::Passed => (verdict, outcome.bounds()),
                _ => (verdict, unfinished(outcome)),
            };
            Finding { evidence, ..Finding::new(verdict, message) }
        }
    }
}

/// What to say of several threads that use nothing of the explorer: that none of them failed proves nothing.
const NOTHING_SEEN: &str = "its threads use no lock, no atomic and no channel of `common::sync`, so no explorer can see what \
                            they share";

fn nothing_was_seen(outcome: &Outcome) -> bool {
    outcome.threads > 1 && !outcome.shared
}

fn unfinished(outcome: &Outcome) -> String {
    match &outcome.complete {
        Err(Unfinished::Steps(steps)) => {
            format!("no end after {steps} steps: does a thread look again and again instead of sleeping?")
        }
        Err(unfinished) => unfinished.to_string(),
        Ok(()) => outcome.bounds(),
    }
}

/// How tables are drawn: 80 columns wide in Unicode, unless who runs the check asks otherwise. Students have nothing that
/// replays a schedule, and do not call the explorer.
pub(crate) fn style() -> Style {
    let columns = std::env::var(COLUMNS).ok().and_then(|columns| columns.parse().ok());
    let columns = columns.unwrap_or(Style::default().columns);
    Style { columns, ascii: std::env::var_os(ASCII).is_some(), explorer: false }
}

fn failed(outcome: &Outcome, record: &Record) -> Finding {
    // Also one that was caught, as a pool catches its jobs' panics: no other verdict means anything then.
    let unwritten = |step: &Step| match &step.action {
        Action::Panic { message } => message.strip_prefix("not yet implemented").map(str::to_string),
        _ => None,
    };
    if let Some(hint) = record.steps.iter().find_map(unwritten) {
        return Finding::new(Verdict::NotWritten, hint.trim_start_matches(": "));
    }
    let hidden = lab_s_lines::hidden(record, &lab_s_lines::files());
    let record = hidden.as_ref().map_or(record, |(record, _)| record);
    let said = |report: String| hidden.as_ref().map_or(report.clone(), |(_, label)| label.put_into(&report));
    let place = report::place(record).filter(|place| place.file() != lab_s_lines::PLACE.file());
    let place = place.map(|first| {
        let then = report::next_place(record).filter(|then| then.file() == first.file());
        let then = then.map(|then| format!(" and {}", then.line())).unwrap_or_default();
        format!("{}:{}{then}", first.file(), first.line())
    });
    let found = Finding {
        verdict: outcome.verdict.to_string().parse().expect("both crates use the same words"),
        message: said(report::diagnosis(record)).trim_end().to_string(),
        place,
        detail: said(report::table(record, &style())),
        evidence: json!({
            "executions": outcome.executions,
            "failing": outcome.failures.total(),
            "bounds": outcome.bounds(),
            "schedule": record.schedule,
            "meeting": one_at_a_time(record),
            "asleep": cause::all_asleep(record),
            "ended": cause::one_has_ended(record),
            "panic": cause::one_has_panicked(record),
            "alone": cause::one_is_alone(record),
            "record": report::json(record),
        }),
    };
    let headline = match found.verdict {
        Verdict::WrongResult => headline::wrong_in_every_run(record),
        _ => headline::in_words(record),
    };
    match headline {
        Some(headline) if report::is_a_guess(record) => headline::instead(&headline, found, style().columns),
        Some(headline) => headline::under(&headline, found, style().columns),
        None => found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use interleave::sync::Mutex;
    use interleave::thread;

    #[test]
    fn threads_that_use_nothing_of_the_explorer_get_no_verdict() {
        let count =
            |counted: &(dyn Fn() + Sync)| thread::scope(|scope| (0..2).for_each(|_| _ = scope.spawn(counted)));
        let unseen = || {
            let handles = std::sync::Arc::new(());
            count(&|| std::mem::forget(std::sync::Arc::clone(&handles)));
            std::sync::Arc::strong_count(&handles) - 1
        };
        let seen = || {
            let number = Mutex::new(0);
            count(&|| *number.lock().unwrap() += 1);
            number.into_inner().unwrap()
        };
        for finding in [prove(2, unseen), sample(2, unseen)] {
            assert_eq!(finding.verdict, Verdict::NoVerdict);
            assert!(finding.message.contains("no explorer can see what they share"), "{}", finding.message);
        }
        assert_eq!(prove(3, unseen).verdict, Verdict::WrongResult);
        assert_eq!(prove(2, seen).verdict, Verdict::Passed);
        assert_eq!(prove((), || ()).verdict, Verdict::Passed);
    }
}
