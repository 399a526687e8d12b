//! The table of outcomes: how many classes, and how many interleavings, lead to each.

use crate::console::{BAD, GOOD};
use crate::width::wrap;
use interleave::{Failures, Interleavings, Outcome, Uncounted, Verdict};

/// The interleavings of each outcome, or why there is no number.
pub(super) type Counted = Result<Interleavings, Uncounted>;

/// How many failed in one way.
type CountOf = fn(&Failures) -> usize;

/// A line of the table.
struct Row {
    executions: usize,
    interleavings: Option<usize>,
    outcome: String,
}

/// Every value that came out, how often, and whether it may; then the verdict with its bounds. `counted` is `None` if the
/// executions are no classes: of these, a search with a bound on preemptions runs some several times.
pub(super) fn table(outcome: &Outcome, counted: Option<&Counted>, columns: usize) -> String {
    let counts = counted.and_then(|counted| counted.as_ref().ok());
    let rows = rows(outcome, counts);
    let mut lines = vec![match counted {
        Some(_) => "classes  interleavings  outcome".to_string(),
        None => "executions  outcome".to_string(),
    }];
    for Row { executions, interleavings, outcome } in &rows {
        let interleavings = interleavings.map_or("-".to_string(), |count| count.to_string());
        lines.push(match counted {
            Some(_) => format!("{executions:>7}  {interleavings:>13}  {outcome}"),
            None => format!("{executions:>10}  {outcome}"),
        });
    }
    let note = match counted {
        Some(Err(why)) => Some(format!("interleavings are not counted: {why}")),
        Some(Ok(_)) if rows.iter().any(|row| row.interleavings == Some(0)) => Some(
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

fn rows(outcome: &Outcome, counts: Option<&Interleavings>) -> Vec<Row> {
    let mut values: Vec<_> = outcome.values.iter().collect();
    values.sort_by_key(|(value, _)| rank(value));
    let returned = values.into_iter().map(|(value, executions)| {
        let mark =
            if outcome.wrong_values.contains(value) { format!("  {BAD}wrong{BAD:#}") } else { String::new() };
        Row {
            executions: *executions,
            interleavings: counts.map(|counts| counts.values.get(value).copied().unwrap_or(0)),
            outcome: format!("returns {value}{mark}"),
        }
    });
    let others: [(CountOf, &str); 6] = [
        (|failures| failures.panics, "panics"),
        (|failures| failures.deadlocks, "no thread can go on"),
        (|failures| failures.lost_wakeups, "no thread can go on: a wake-up was lost"),
        (|failures| failures.data_races, "two accesses race"),
        (|failures| failures.livelocks, "threads go on without getting anywhere"),
        (|failures| failures.too_long, "too long to follow"),
    ];
    let failed = others.into_iter().map(|(count, what)| Row {
        executions: count(&outcome.failures),
        interleavings: counts.map(|counts| count(&counts.failures)),
        outcome: format!("{BAD}{what}{BAD:#}"),
    });
    returned.chain(failed.filter(|row| row.executions > 0)).collect()
}

/// Puts numbers in the order of their values, before all other values, which keep the order of their texts.
fn rank(value: &str) -> (bool, i128) {
    value.parse().map_or((true, 0), |number| (false, number))
}

#[cfg(test)]
mod tests {
    use super::{rank, table};
    use interleave::sync::atomic::{AtomicUsize, Ordering, Ordering::Relaxed, Ordering::SeqCst};
    use interleave::{Options, Uncounted, explore, interleavings, thread};

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

    /// Two threads write, and each reads what the other one writes: did both read too early?
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

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(|line| anstream::adapter::strip_str(line).to_string()).collect()
    }

    #[test]
    fn classes_and_interleavings_stand_side_by_side() {
        let options = Options::new().expect(2);
        let counted = interleavings(&options, racy);
        let table = lines(&table(&explore(&options, racy), Some(&counted), 80));
        assert_eq!(table[0], "classes  interleavings  outcome");
        assert_eq!(table[1], "      2              4  returns 1  wrong");
        assert_eq!(table[2], "      2              2  returns 2");
        assert!(table[3].is_empty(), "nothing needs a note: {table:?}");
    }

    #[test]
    fn a_number_that_is_not_known_is_a_dash_with_its_reason() {
        let table = lines(&table(&explore(&Options::new(), racy), Some(&Err(Uncounted::TooManyStates)), 80));
        assert_eq!(table[1], "      2              -  returns 1");
        assert_eq!(table[3], "interleavings are not counted: too many states to count");
    }

    #[test]
    fn what_only_a_weak_ordering_allows_has_no_interleaving_and_a_note() {
        let program = || store_buffering(Relaxed);
        let counted = interleavings(&Options::new(), program);
        let table = lines(&table(&explore(&Options::new(), program), Some(&counted), 80));
        assert_eq!(table[2], "      1              0  returns true", "{table:?}");
        assert!(table[3].starts_with("0 interleavings: no order of steps leads there"), "{table:?}");
    }

    #[test]
    fn under_a_bound_on_preemptions_executions_are_counted_and_no_classes() {
        let outcome = explore(&Options::new().preemption_bound(0), racy);
        let table = lines(&table(&outcome, None, 80));
        assert_eq!(table[0], "executions  outcome");
    }
}
