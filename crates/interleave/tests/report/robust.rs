//! No record, however odd, may break a report: a student who waits for a verdict must get one.

use interleave::record::{End, Record};
use interleave::report::{Style, json, svg, table};

use crate::stories::{all, two_sales};

fn ends() -> Vec<End> {
    let text = || "x".to_owned();
    vec![
        End::Returned { value: text() },
        End::WrongValue { value: text(), expected: text() },
        End::Panicked { thread: 1, message: String::new() },
        End::Deadlocked,
        End::LostWakeup { condvar: 0 },
        End::Livelocked { threads: vec![0, 1] },
        End::TooLong,
    ]
}

fn check(record: &Record) {
    for style in [
        Style { columns: 80, ascii: false, ..Style::default() },
        Style { columns: 0, ascii: true, ..Style::default() },
    ] {
        let table = table(record, &style);
        assert!(table.lines().all(|line| line.chars().count() <= style.columns.max(40)), "{table}");
    }
    assert!(
        crate::parsed::parsed(&json(record))["diagnosis"].as_str().is_some_and(|sentence| sentence.ends_with('.'))
    );
    assert!(svg(record).ends_with("</svg>\n"));
}

#[test]
fn the_beginning_of_any_execution_with_any_end_can_be_reported() {
    for (_, whole) in all() {
        for (steps, end) in
            (0..=whole.steps.len()).flat_map(|steps| ends().into_iter().map(move |end| (steps, end)))
        {
            let mut record = whole.clone();
            record.steps.truncate(steps);
            record.end = end;
            check(&record);
        }
    }
}

#[test]
fn long_names_and_values_are_wrapped() {
    let mut record = two_sales();
    record.threads[1].name = "a_thread_with_a_name_that_is_much_too_long_for_any_column_of_a_table".to_owned();
    record.objects[0].name = "n".repeat(200);
    record.objects[0].value = Some("v".repeat(2_000));
    record.schedule = "1".repeat(500);
    check(&record);
}
