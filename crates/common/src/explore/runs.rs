//! `--runs`: the shortest run of each outcome. The book's quizzes show these runs as proof that an outcome is possible.

use super::outcomes::Ending;
use crate::console::{Console, TITLE};
use interleave::record::Record;
use interleave::report::{self, Style};
use serde_json::{Value, json};

/// Prints the shortest run of each outcome, and returns them all as JSON. If executions fail in several ways, only values
/// have a run, because the explorer cannot search for one kind of failure.
pub(super) fn show(
    endings: &[Ending],
    shortest: &dyn Fn(Option<&str>) -> Option<Record>,
    console: &Console,
    style: &Style,
) -> Value {
    let kinds_of_failure = endings.iter().filter(|ending| ending.value.is_none()).count();
    let runs = endings.iter().map(|ending| {
        let value = ending.value.as_deref();
        let record = if value.is_none() && kinds_of_failure > 1 { None } else { shortest(value) };
        let table = record.as_ref().map(|record| report::table(record, style).trim_end().to_owned());
        if let Some(table) = &table {
            console.line(format_args!(
                "{TITLE}The shortest run with this outcome: {}{TITLE:#}\n{table}\n",
                ending.text
            ));
        }
        json!({
            "outcome": ending.text,
            "executions": ending.executions,
            "wrong": ending.wrong,
            "replay": record.map(|record| record.schedule),
            "table": table.map(|table| table.lines().map(str::trim_end).map(str::to_owned).collect::<Vec<_>>()),
        })
    });
    runs.collect()
}

#[cfg(test)]
mod tests {
    use crate::explore::outcomes::endings;
    use crate::explore::{Program, Size};
    use interleave::record::{End, Record};
    use interleave::sync::atomic::{AtomicU64, Ordering::SeqCst};
    use interleave::sync::{Arc, Condvar, Mutex};
    use interleave::{Options, thread};

    const SIZE: Size = Size { threads: 1, items: 1 };

    fn outcomes(program: &Program) -> Vec<(Option<String>, Option<Record>)> {
        let outcome = program.explored.explore(Options::new(), SIZE);
        let shortest = |value: Option<&str>| program.explored.shortest(value, Options::new(), SIZE);
        endings(&outcome, None)
            .into_iter()
            .map(|ending| (ending.value.clone(), shortest(ending.value.as_deref())))
            .collect()
    }

    fn value(record: &Record) -> &str {
        match &record.end {
            End::Returned { value } | End::WrongValue { value, .. } => value,
            _ => "none",
        }
    }

    /// The main thread loads before or after the other thread stores.
    fn unjoined() -> u64 {
        let done = Arc::new(AtomicU64::new(0));
        let other = Arc::clone(&done);
        thread::spawn(move || other.store(1, SeqCst));
        done.load(SeqCst)
    }

    #[test]
    fn each_value_right_or_wrong_has_a_run_that_returns_it() {
        let judged = Program::new("unjoined", "", SIZE, |_| unjoined(), |_| 1);
        let any = Program::with_any_result("unjoined", "", SIZE, |_| unjoined());
        for program in [judged, any] {
            let found = outcomes(&program);
            let values: Vec<_> = found.iter().map(|(_, record)| value(record.as_ref().unwrap())).collect();
            assert_eq!(values, ["0", "1"]);
        }
    }

    #[test]
    fn a_failure_has_a_run_that_fails() {
        let sleep = |_| drop(Condvar::new().wait_while(Mutex::new(()).lock().unwrap(), |()| true).unwrap());
        let found = outcomes(&Program::with_any_result("sleeps for ever", "", SIZE, sleep));
        assert_eq!(found.len(), 1);
        assert!(matches!(found[0].1.as_ref().unwrap().end, End::Deadlocked));
    }
}
