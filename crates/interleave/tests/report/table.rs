//! The tables.

use interleave::report::{Style, table};

use crate::stories::{self, all};

const STYLES: [Style; 4] = [
    Style { columns: 80, ascii: false },
    Style { columns: 80, ascii: true },
    Style { columns: 40, ascii: false },
    Style { columns: 160, ascii: false },
];

/// The numbered rows between the rule and the empty line after them.
fn rows(table: &str) -> usize {
    let bar = |c: char| c == '│' || c == '|';
    let after_rule = table.lines().skip_while(|line| !line.starts_with(['─', '-'])).skip(1);
    let first_cells = after_rule.take_while(|line| !line.is_empty()).filter_map(|line| line.split(bar).next());
    first_cells.filter(|cell| cell.trim().parse::<usize>().is_ok()).count()
}

#[test]
fn every_classic_mistake_takes_at_most_fifteen_rows() {
    for (name, record) in all() {
        let rows = rows(&table(&record, &Style::default()));
        assert!((2..=15).contains(&rows), "{name}: {rows} rows");
    }
}

#[test]
fn no_line_is_wider_than_asked_for() {
    for ((name, record), style) in all().iter().flat_map(|story| STYLES.map(|style| (story, style))) {
        let table = table(record, &style);
        let widest = table.lines().max_by_key(|line| line.chars().count()).unwrap_or_default();
        assert!(widest.chars().count() <= style.columns, "{name}, {style:?}: {widest}\n{table}");
    }
}

#[test]
fn ascii_tables_are_ascii_and_have_no_trailing_space() {
    for (name, record) in all() {
        let table = table(&record, &Style { columns: 80, ascii: true });
        assert!(table.is_ascii(), "{name}\n{table}");
        assert!(table.lines().all(|line| line == line.trim_end()), "{name}\n{table}");
    }
}

#[test]
fn the_same_record_gives_the_same_bytes() {
    for (name, record) in all() {
        let first = table(&record, &Style::default());
        assert_eq!(first, table(&record.clone(), &Style::default()), "{name}");
    }
}

#[test]
fn the_lost_increment_is_shown_in_four_rows_without_the_main_thread() {
    let table = table(&stories::racy_counter(), &Style::default());
    assert_eq!(rows(&table), 4, "{table}");
    let header = table.lines().find(|line| line.contains("thread 2  ")).expect("a header");
    assert!(!header.contains("main"), "{table}");
    assert!(table.contains("│ write count ← 1 │"), "{table}");
    assert!(table.contains("The program returned 1, expected 2.\nAt the end: count = 1.\n"), "{table}");
}

#[test]
fn a_lock_with_nothing_in_between_is_one_row() {
    let table = table(&stories::missing_notify(), &Style::default());
    assert!(table.contains("lock items: [] → [1]; unlock"), "{table}");
}

#[test]
fn a_deadlock_says_who_waits_for_what_held_by_whom_since_which_line() {
    let table = table(&stories::ab_ba(), &Style { columns: 160, ascii: true });
    let waits = table.lines().find(|line| line.starts_with("  thread 1 (")).expect("a line about thread 1");
    assert!(waits.contains("waits for lock right, held by thread 2 since stories.rs:"), "{waits}");
}

#[test]
fn a_lost_wake_up_counts_the_notifies_that_found_nobody() {
    let table = table(&stories::notify_before_the_change(), &Style::default());
    assert!(table.contains("not_empty was notified once; nobody was waiting at stories.rs:"), "{table}");
}

#[test]
fn with_room_the_code_stands_beside_its_line_else_below() {
    let record = stories::racy_counter();
    let wide = table(&record, &Style { columns: 160, ascii: true });
    let code = "story.does(2, write(count, \"1\"));";
    assert!(wide.lines().any(|line| line.contains("write count <- 1") && line.ends_with(code)), "{wide}");
    let narrow = table(&record, &Style { columns: 80, ascii: true });
    assert!(narrow.lines().any(|line| line.contains(&format!(" | {code}"))), "{narrow}");
}

#[test]
fn nine_threads_are_listed_where_they_have_no_room_for_columns() {
    let record = stories::crowd(9);
    let narrow = table(&record, &Style::default());
    assert!(narrow.contains("│ what it does"), "{narrow}");
    assert!(narrow.contains("│ thread 9 │ write count ← 9"), "{narrow}");
    let wide = table(&record, &Style { columns: 240, ascii: false });
    assert!(!wide.contains("what it does"), "{wide}");
}

#[test]
fn what_repeats_is_shown_once_with_its_number() {
    let table = table(&stories::livelock(), &Style::default());
    assert_eq!(table.matches("│ read ready → false").count(), 1, "{table}");
    assert!(table.contains("│ (and so on, for ever)"), "{table}");
}

#[test]
fn a_thread_that_the_program_did_not_wait_for_has_a_row_that_says_so() {
    let mut record = stories::unjoined_worker();
    record.steps.truncate(3);
    let table = table(&record, &Style::default());
    assert_eq!(rows(&table), 3, "{table}");
    assert!(table.contains("│ (has not begun)"), "{table}");
}
