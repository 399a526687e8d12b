//! Advice on what would pass: stronger memory orderings, a different wait or a different notify. Only for the
//! author's own lines, because they cannot change the lab's.

use crate::{EXERCISES, lab_s_lines};
use interleave::record::Place;
use interleave::report::{Style, advice};
use interleave::{
    Advice as Orders, Expectation, Options, Orderings, Outcome, Verdict, notifications_at, orderings_at,
};
use std::fmt::Debug;

/// Limits on explorations, and on executions in each of them, if advice was not asked for: it must not delay the
/// verdict.
const MOST_EXPLORATIONS: usize = 200;
const MOST_EXECUTIONS: usize = 4_000;
/// The limit on executions if advice was asked for.
const MOST_EXECUTIONS_ASKED_FOR: usize = 40_000;

/// The environment variable that, if set, asks which memory orderings a passing program needs.
pub const ORDERINGS: &str = "CHECKS_ORDERINGS";

/// Advice on `program`, whose exploration had this `outcome`. If it fails, a sentence such as "It passes with
/// `Acquire` at line 33 and `Release` at line 38."; if it passes and that was asked for, which memory orderings it
/// needs, also in full.
pub fn advise<T: Debug>(
    outcome: &Outcome,
    options: Options<impl Expectation<T> + Clone>,
    program: impl Fn() -> T,
    style: &Style,
) -> Option<Advice> {
    let lab_s = lab_s_lines::files();
    advise_on(&|place| is_own(place.file(), &lab_s), outcome, options, &program, style)
}

/// Like [`advise`], but only for code in these places.
fn advise_on<T: Debug>(
    own: &dyn Fn(Place) -> bool,
    outcome: &Outcome,
    options: Options<impl Expectation<T> + Clone>,
    program: &dyn Fn() -> T,
    style: &Style,
) -> Option<Advice> {
    let passed = outcome.verdict == Verdict::Passed;
    let asked = std::env::var_os(ORDERINGS).is_some();
    let options = options.max_explorations(MOST_EXPLORATIONS);
    let orderings = || {
        let executions = if passed { MOST_EXECUTIONS_ASKED_FOR } else { MOST_EXECUTIONS };
        let options = options.clone().max_executions(executions);
        let found = orderings_at(&options, |written| own(written.place), program);
        Some(found).filter(|found| !found.sites.is_empty())
    };
    let in_short = |sentence: String| Advice { sentence, text: None };
    match passed {
        true if asked && outcome.weak => {
            let text = advice(&orderings()?, style);
            let headline = text.split("\n\n").next().unwrap_or_default().replace('\n', " ");
            Some(Advice { sentence: headline, text: Some(text) })
        }
        true => None,
        false => {
            let orderings = if outcome.weak { orderings() } else { None };
            let mends = orderings.as_ref().is_some_and(|found| matches!(found.advice, Orders::Mends(_)));
            let notifications = (outcome.waited && !mends)
                .then(|| notifications_at(&options.max_executions(MOST_EXECUTIONS), own, program).sentence());
            let orderings = || orderings.as_ref().and_then(Orderings::sentence);
            notifications.flatten().or_else(orderings).map(in_short)
        }
    }
}

/// See [`advise`].
#[derive(Debug)]
pub struct Advice {
    /// In a sentence.
    pub sentence: String,
    /// The full text, with a table for each ordering that is needed.
    pub text: Option<String>,
}

/// Whether this file is an exercise, written by the author.
fn is_own(file: &str, lab_s: &[String]) -> bool {
    let file = file.replace('\\', "/");
    EXERCISES.iter().any(|exercise| exercise.path() == file) && !lab_s.contains(&file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use interleave::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
    use interleave::{explore, thread};

    #[test]
    fn advice_is_only_for_the_author_s_own_lines() {
        let lab_s = ["crates/producer-consumer/src/queue.rs".to_string()];
        let is_own = |file| is_own(file, &lab_s);
        assert!(is_own("crates/counter-race/src/locked.rs") && is_own("crates\\counter-race\\src\\locked.rs"));
        assert!(!is_own("crates/counter-race/tests/spec/locked.rs") && !is_own("crates/common/src/patience.rs"));
        assert!(!is_own("crates/producer-consumer/src/queue.rs"));
    }

    #[test]
    fn advice_for_a_program_that_fails_names_orderings_and_lines() {
        let program = || {
            let (data, ready) = (AtomicU32::new(0), AtomicBool::new(false));
            thread::scope(|scope| {
                scope.spawn(|| {
                    data.store(42, Relaxed);
                    ready.store(true, Relaxed);
                });
                if ready.load(Relaxed) { data.load(Relaxed) } else { 42 }
            })
        };
        let options = || Options::new().expect(42);
        let outcome = explore(&options(), program);
        let advice =
            advise_on(&|_| true, &outcome, options(), &program, &Style::default()).expect("two lines mend it");
        assert!(advice.sentence.starts_with("It passes with `Release` at line "), "{advice:?}");
        assert_eq!(advice.text, None);
        assert!(advise_on(&|_| false, &outcome, options(), &program, &Style::default()).is_none());
    }
}
