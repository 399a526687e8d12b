//! How thoroughly a check explores a program: in every interleaving or, if there are too many, within bounds that its
//! finding names. A verdict depends only on counts, never on the clock.

use crate::child;
use crate::finding::Finding;
use crate::mend;
use crate::model::{finding, states, style};
use crate::verdict::Verdict;
use interleave::{OneOf, Options, Outcome, Search, Unfinished, debug_text, explore};
use serde_json::json;
use std::fmt::{self, Debug};

/// The most executions of a search; beyond it, the search falls back to bounds.
const MOST_EXECUTIONS: usize = 40_000;
/// The limit of the search for the smallest counterexample; beyond it, the smallest found so far is shown.
const MOST_STATES: usize = 20_000;
/// A longer execution counts as endless: a hundred steps are a lot for a check's program.
const MOST_STEPS: usize = 1_000;
/// The bounds for a program that is too large for a proof. They are fixed, so the verdict is always the same.
const PREEMPTIONS: usize = 2;
const WALKS: Search = Search::Walks { seed: 19, count: 2_000 };
/// The preemption bound of the part of a proof with spurious wake-ups.
const PREEMPTIONS_WITH_A_SPURIOUS_WAKE_UP: usize = 1;
/// The sample for a larger program, and the limit of the search for a smaller counterexample.
const SAMPLE: Search = Search::Walks { seed: 19, count: 200 };
const SAMPLE_STATES: usize = 2_000;

/// Runs `program` in every interleaving; it must return `expected` in each.
///
/// A program with too many interleavings is explored within fixed bounds instead, which the finding names. A verdict
/// depends only on counts, never on the clock.
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
    proved(&Text(debug_text(&expected)), 1, &|| Text(debug_text(&program())), explained)
}

/// What is done to a finding before it is returned.
type Finish = fn(Finding, &Outcome, &Expecting, &dyn Fn() -> Text) -> Finding;

/// Like [`prove`], for a program that returns nothing and is meant to get stuck: no failing execution is explained.
pub(crate) fn unexplained(program: impl Fn()) -> Finding {
    proved(&Text("()".to_owned()), 1, &|| Text(debug_text(&program())), |finding, _, _, _| finding)
}

/// A value as text only, so that the code below is compiled once, not for each program.
#[derive(Clone, PartialEq)]
pub(crate) struct Text(String);

impl Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Bounds, and the value that is expected.
pub(crate) type Expecting = Options<OneOf<Text>>;

fn proved(expected: &Text, spurious_wakeups: usize, program: &dyn Fn() -> Text, finish: Finish) -> Finding {
    let options = || counted(limited(expected));
    let whole = options().spurious_wakeups(spurious_wakeups);
    let outcome = explore(&whole, program);
    if !is_too_large(&outcome) {
        return finish(finding(&outcome), &outcome, &whole, program);
    }
    let bounded = explore(&options().preemption_bound(PREEMPTIONS), program);
    if bounded.counterexample.is_some() {
        return finish(finding(&bounded), &bounded, &options(), program);
    }
    let walked = explore(&options().search(WALKS), program);
    if walked.counterexample.is_some() {
        return finish(finding(&walked), &walked, &options(), program);
    }
    let bounds = format!("too large for a proof: {}; and {}", bounded.bounds(), walked.bounds());
    passed_within(bounds)
}

/// Like [`prove`], but in a tenth of the time for two workers that sleep on one condition variable: explores every
/// interleaving without spurious wake-ups, and those with one spurious wake-up and at most one preemption. The
/// finding names both bounds.
pub fn prove_in_parts<T: Debug>(expected: T, program: impl Fn() -> T) -> Finding {
    proved_in_parts(&Text(debug_text(&expected)), &|| Text(debug_text(&program())))
}

fn proved_in_parts(expected: &Text, program: &dyn Fn() -> Text) -> Finding {
    let whole = proved(expected, 0, program, explained);
    if whole.verdict != Verdict::Passed {
        return whole;
    }
    let options = counted(limited(expected)).preemption_bound(PREEMPTIONS_WITH_A_SPURIOUS_WAKE_UP);
    let outcome = explore(&options, program);
    let part = finding(&outcome);
    if part.verdict != Verdict::Passed && !is_too_large(&outcome) {
        return explained(part, &outcome, &counted(limited(expected)), program);
    }
    passed_within(format!("{}; and {}", whole.message, outcome.bounds()))
}

/// The finding with advice, and with the states for a page. Neither can lose the verdict.
fn explained(mut finding: Finding, outcome: &Outcome, options: &Expecting, program: &dyn Fn() -> Text) -> Finding {
    let advise = || mend::advise(outcome, options.clone(), program, &style());
    let advice = match finding.verdict {
        Verdict::NotWritten => return finding,
        // This may be the first of several programs of a check, so the verdict is not final yet.
        Verdict::Passed => advise(),
        _ => {
            child::note(&finding);
            child::after_the_verdict(advise)
        }
    };
    if let Some(advice) = advice {
        finding.evidence["advice"] = advice.sentence.into();
        finding.evidence["orderings"] = advice.text.into();
    }
    states::beside(finding, options, program)
}

/// Whether the limit of executions was reached and none of them failed.
fn is_too_large(outcome: &Outcome) -> bool {
    matches!(outcome.complete, Err(Unfinished::Executions { .. })) && outcome.counterexample.is_none()
}

fn passed_within(bounds: String) -> Finding {
    Finding { evidence: json!({"bounds": bounds}), ..Finding::new(Verdict::Passed, bounds) }
}

/// Runs `program`, which is too large for a proof, in every interleaving without preemptions. This finds threads that
/// are never woken.
pub fn without_preemptions<T: Debug>(expected: T, program: impl Fn() -> T) -> Finding {
    unpreempted(&Text(debug_text(&expected)), &|| Text(debug_text(&program())))
}

fn unpreempted(expected: &Text, program: &dyn Fn() -> Text) -> Finding {
    let options = counted(Options::new().expect(expected.clone()));
    let outcome = explore(&options.clone().preemption_bound(0), program);
    states::beside(finding(&outcome), &options, program)
}

/// Runs `program`, which is too large for a proof, in a sample of interleavings drawn with a fixed seed.
pub fn sample<T: Debug>(expected: T, program: impl Fn() -> T) -> Finding {
    sampled(&Text(debug_text(&expected)), &|| Text(debug_text(&program())))
}

fn sampled(expected: &Text, program: &dyn Fn() -> Text) -> Finding {
    let options = limited(expected).search(SAMPLE).max_states(SAMPLE_STATES);
    states::beside(finding(&explore(&options, program)), &options, program)
}

fn limited(expected: &Text) -> Expecting {
    Options::new().expect(expected.clone()).max_steps(MOST_STEPS)
}

fn counted(options: Expecting) -> Expecting {
    options.max_executions(MOST_EXECUTIONS).max_states(MOST_STATES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use interleave::sync::{Condvar, Mutex};
    use interleave::thread;

    /// Waits until another thread says that it is ready; whether it then is.
    fn wait_until_ready(looks_again: bool) -> bool {
        let (ready, changed) = (Mutex::new(false), Condvar::new());
        thread::scope(|scope| {
            let waits = scope.spawn(|| {
                let mut guard = ready.lock().unwrap();
                if !*guard {
                    guard = changed.wait(guard).unwrap();
                }
                while looks_again && !*guard {
                    guard = changed.wait(guard).unwrap();
                }
                *guard
            });
            *ready.lock().unwrap() = true;
            changed.notify_one();
            waits.join().unwrap()
        })
    }

    #[test]
    fn a_proof_in_parts_finds_what_only_a_spurious_wake_up_shows_and_names_both_bounds() {
        let wrong = prove_in_parts(true, || wait_until_ready(false));
        assert_eq!(wrong.verdict, Verdict::RaceCondition);
        let right = prove_in_parts(true, || wait_until_ready(true));
        assert_eq!(right.verdict, Verdict::Passed);
        let bounds = "every interleaving, no spurious wake-up; \
            and every interleaving with at most 1 preemption, up to 1 spurious wake-up each";
        assert_eq!(right.message, bounds);
        assert_eq!(right.evidence["bounds"], bounds);
    }

    #[test]
    fn a_proof_in_parts_finds_what_more_than_one_preemption_shows() {
        let sees_each_number = || {
            let number = Mutex::new(0);
            thread::scope(|scope| {
                let looks = scope.spawn(|| [(); 3].map(|()| *number.lock().unwrap()) == [0, 1, 2]);
                for next in 1..3 {
                    *number.lock().unwrap() = next;
                }
                looks.join().unwrap()
            })
        };
        let options = Options::new().expect(false).preemption_bound(PREEMPTIONS_WITH_A_SPURIOUS_WAKE_UP);
        assert!(explore(&options, sees_each_number).counterexample.is_none());
        assert_eq!(prove_in_parts(false, sees_each_number).verdict, Verdict::RaceCondition);
    }
}
