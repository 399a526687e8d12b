//! Turns the result of an exploration into a check's finding.

pub(crate) mod states;
#[cfg(test)]
mod tests;

pub use self::states::{BYTES, has_states, states};
pub(crate) use states::without_states;

use crate::cause;
pub use crate::cause::{if_alone, if_any_panicked, if_ended, if_ended_by_panic, if_panicked, if_stuck};
use crate::finding::Finding;
use crate::headline;
use crate::lab_s_lines;
use crate::meeting::one_at_a_time;
use crate::proof::unexplained;
pub use crate::proof::{prove, prove_in_parts, sample, without_preemptions};
use crate::verdict::Verdict;
use interleave::record::{Action, Record, Step};
use interleave::report::{self, Style};
use interleave::{Outcome, Unfinished};
use serde_json::{Value, json};

/// A default `show` that does nothing, for types that cannot show their contents in tables. A type's own function
/// `show` takes precedence, so a check can call `show` even if a solution has removed it.
pub trait Show {
    /// Tables do not show the values.
    fn show() {}
}

impl<T> Show for T {}

/// The environment variable for the width of tables.
pub const COLUMNS: &str = "CHECKS_COLUMNS";
/// The environment variable that, if set, draws tables in ASCII.
pub const ASCII: &str = "CHECKS_ASCII";

/// Runs `program`, in which a thread waits for something that never comes. It must sleep: the explorer then finds a
/// deadlock, whereas a thread that polls runs for ever.
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
    // A deadlock is the right result here: there is no failing run to show.
    let finding = unexplained(program);
    match finding.verdict {
        Verdict::Deadlock | Verdict::LostWakeup => Finding::passed(),
        // No execution can finish here: one that goes on does so for ever.
        Verdict::OutOfBounds => Finding::new(
            Verdict::Livelock,
            "it checks again and again for something that never comes, instead of sleeping",
        ),
        Verdict::Passed => Finding::new(
            Verdict::WrongResult,
            "it returned without waiting, although what it must wait for never comes here",
        ),
        _ => finding,
    }
}

/// The first of several findings that did not pass, or else the last. List the smallest model first.
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

/// The finding for the outcome of an exploration.
pub(crate) fn finding(outcome: &Outcome) -> Finding {
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

/// The message if several threads use none of the explorer's primitives: that no execution failed proves nothing then.
const NOTHING_SEEN: &str = "its threads use no lock, no atomic and no channel of `common::sync`, so no explorer can see what \
                            they share";

/// The document, to be looked into or changed.
fn parsed(json: &report::Json) -> Value {
    serde_json::from_str(&json.to_string()).expect("it is JSON")
}

fn nothing_was_seen(outcome: &Outcome) -> bool {
    outcome.threads > 1 && !outcome.shared
}

fn unfinished(outcome: &Outcome) -> String {
    match &outcome.complete {
        Err(Unfinished::Steps(steps)) => {
            format!("not finished after {steps} steps: does a thread check again and again instead of sleeping?")
        }
        Err(unfinished) => unfinished.to_string(),
        Ok(()) => outcome.bounds(),
    }
}

/// The style of tables: Unicode and 80 columns wide by default. Students have no command that replays a schedule.
pub(crate) fn style() -> Style {
    let columns = std::env::var(COLUMNS).ok().and_then(|columns| columns.parse().ok());
    let columns = columns.unwrap_or(Style::default().columns);
    Style { columns, ascii: std::env::var_os(ASCII).is_some(), explorer: false }
}

fn failed(outcome: &Outcome, record: &Record) -> Finding {
    // Even if it was caught, as a pool catches its jobs' panics: no other verdict means anything then.
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
            "record": parsed(&report::json(record)),
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
