//! The table of outcomes: how many classes, and how many interleavings, lead to each.

use crate::console::{BAD, GOOD};
use crate::width::wrap;
use interleave::{Failures, Interleavings, Outcome, Uncounted, Verdict};

/// The number of interleavings of each outcome, or why they could not be counted.
pub(super) type Counted = Result<Interleavings, Uncounted>;

/// The number of failures of one kind.
type CountOf = fn(&Failures) -> usize;

/// An outcome: the executions that returned the same value, or failed in the same way.
pub(super) struct Ending {
    pub executions: usize,
    /// The number of interleavings with this outcome, if they were counted.
    pub interleavings: Option<usize>,
    /// The value that they returned; `None` if they failed.
    pub value: Option<String>,
    /// The outcome in words.
    pub text: String,
    pub wrong: bool,
}

/// Every outcome: first the values, in order, then the failures.
pub(super) fn endings(outcome: &Outcome, counted: Option<&Counted>) -> Vec<Ending> {
    let counts = counted.and_then(|counted| counted.as_ref().ok());
    let mut values: Vec<_> = outcome.values.iter().collect();
    values.sort_by_key(|(value, _)| rank(value));
    let returned = values.into_iter().map(|(value, executions)| Ending {
        executions: *executions,
        interleavings: counts.map(|counts| counts.values.get(value).copied().unwrap_or(0)),
        value: Some(value.clone()),
        text: format!("returns {value}"),
        wrong: outcome.wrong_values.contains(value),
    });
    let failures: [(CountOf, &str); 6] = [
        (|failures| failures.panics, "panics"),
        (|failures| failures.deadlocks, "no thread can go on"),
        (|failures| failures.lost_wakeups, "no thread can go on: a wake-up was lost"),
        (|failures| failures.data_races, "two accesses race"),
        (|failures| failures.livelocks, "threads go on without getting anywhere"),
        (|failures| failures.too_long, "too long to follow"),
    ];
    let failed = failures.into_iter().map(|(count, text)| Ending {
        executions: count(&outcome.failures),
        interleavings: counts.map(|counts| count(&counts.failures)),
        value: None,
        text: text.to_string(),
        wrong: true,
    });
    returned.chain(failed.filter(|ending| ending.executions > 0)).collect()
}

/// The table: a line for each outcome, then the verdict with its bounds. `counted` is `None` if executions are not classes:
/// with a preemption bound, the search runs some classes several times.
pub(super) fn table(endings: &[Ending], outcome: &Outcome, counted: Option<&Counted>, columns: usize) -> String {
    let mut lines = vec![match counted {
        Some(_) => "classes  interleavings  outcome".to_string(),
        None => "executions  outcome".to_string(),
    }];
    for Ending { executions, interleavings, value, text, wrong } in endings {
        let text = match (value, wrong) {
            (Some(_), false) => text.clone(),
            (Some(_), true) => format!("{text}  {BAD}wrong{BAD:#}"),
            (None, _) => format!("{BAD}{text}{BAD:#}"),
        };
        let interleavings = interleavings.map_or("-".to_string(), |count| count.to_string());
        lines.push(match counted {
            Some(_) => format!("{executions:>7}  {interleavings:>13}  {text}"),
            None => format!("{executions:>10}  {text}"),
        });
    }
    let note = match counted {
        Some(Err(why)) => Some(format!("interleavings are not counted: {why}")),
        Some(Ok(_)) if endings.iter().any(|ending| ending.interleavings == Some(0)) => Some(
            "0 interleavings: no order of steps leads there, only a memory ordering weaker than SeqCst".to_string(),
        ),
        _ => None,
    };
    lines.extend(note.map(|note| wrap(&note, columns)));
    let style = if outcome.verdict == Verdict::Passed { GOOD } else { BAD };
    let bounds = wrap(&format!("({})", outcome.bounds()), columns);
    lines.push(format!("\nVerdict: {style}{}{style:#}\n{bounds}\n", outcome.verdict));
    lines.join("\n")
}

/// A sort key: numbers come first, by value, and all other values keep their order.
fn rank(value: &str) -> (bool, i128) {
    value.parse().map_or((true, 0), |number| (false, number))
}

#[cfg(test)]
mod tests {
    use super::{Counted, endings, rank, table};
    use interleave::sync::atomic::{AtomicUsize, Ordering, Ordering::Relaxed, Ordering::SeqCst};
    use interleave::{Options, Outcome, Uncounted, explore, interleavings, thread};

    #[test]
    fn ten_comes_after_nine_and_text_after_numbers() {
        let mut values = ["-1", "10", "9", "[10]", "[9]", "false"];
        values.reverse();
        values.sort_by_key(|value| (rank(value), *value));
        assert_eq!(values, ["-1", "9", "10", "[10]", "[9]", "false"]);
    }

    fn racy() -> usize {
        let count = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| count.store(count.load(SeqCst) + 1, SeqCst));
            }
        });
        count.load(SeqCst)
    }

    /// Each thread stores to its own cell and loads the other's. Returns whether both loads missed the other's store.
    fn store_buffering(order: Ordering) -> bool {
        let cells = [AtomicUsize::new(0), AtomicUsize::new(0)];
        let [one, other] = thread::scope(|scope| {
            let threads = [(0, 1), (1, 0)].map(|(mine, yours)| {
                let cells = &cells;
                scope.spawn(move || {
                    cells[mine].store(1, order);
                    cells[yours].load(order)
                })
            });
            threads.map(|thread| thread.join().unwrap())
        });
        one + other == 0
    }

    fn lines(outcome: &Outcome, counted: Option<&Counted>) -> Vec<String> {
        let text = table(&endings(outcome, counted), outcome, counted, 80);
        text.lines().map(|line| anstream::adapter::strip_str(line).to_string()).collect()
    }

    #[test]
    fn the_table_shows_classes_and_interleavings_side_by_side() {
        let options = Options::new().expect(2);
        let counted = interleavings(&options, racy);
        let table = lines(&explore(&options, racy), Some(&counted));
        assert_eq!(table[0], "classes  interleavings  outcome");
        assert_eq!(table[1], "      2              4  returns 1  wrong");
        assert_eq!(table[2], "      2              2  returns 2");
        assert!(table[3].is_empty(), "nothing needs a note: {table:?}");
    }

    #[test]
    fn interleavings_that_were_not_counted_are_a_dash_and_a_reason() {
        let table = lines(&explore(&Options::new(), racy), Some(&Err(Uncounted::TooManyStates)));
        assert_eq!(table[1], "      2              -  returns 1");
        assert_eq!(table[3], "interleavings are not counted: too many states to count");
    }

    #[test]
    fn an_outcome_that_only_a_weak_ordering_allows_has_0_interleavings_and_a_note() {
        let program = || store_buffering(Relaxed);
        let counted = interleavings(&Options::new(), program);
        let table = lines(&explore(&Options::new(), program), Some(&counted));
        assert_eq!(table[2], "      1              0  returns true", "{table:?}");
        assert!(table[3].starts_with("0 interleavings: no order of steps leads there"), "{table:?}");
    }

    #[test]
    fn with_a_preemption_bound_the_table_counts_executions_instead_of_classes() {
        let outcome = explore(&Options::new().preemption_bound(0), racy);
        let table = lines(&outcome, None);
        assert_eq!(table[0], "executions  outcome");
    }
}
