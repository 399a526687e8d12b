//! The tables.

use interleave::record::{Action, ObjectKind, Step};
use interleave::report::{Style, table};

use crate::stories::{self, all};
use crate::story::{Story, lock, unlock, write};

const STYLES: [Style; 4] = [
    Style { columns: 80, ascii: false, explorer: true },
    Style { columns: 80, ascii: true, explorer: true },
    Style { columns: 40, ascii: false, explorer: true },
    Style { columns: 160, ascii: false, explorer: true },
];

/// The numbered rows between the rule and the empty line after them.
fn rows(table: &str) -> usize {
    let bar = |c: char| c == '│' || c == '|';
    let after_rule = table.lines().skip_while(|line| !line.starts_with(['─', '-'])).skip(1);
    let first_cells = after_rule.take_while(|line| !line.is_empty()).filter_map(|line| line.split(bar).next());
    first_cells.filter(|cell| cell.trim().parse::<usize>().is_ok()).count()
}

#[test]
fn every_wrong_program_takes_at_most_fifteen_rows() {
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
        let table = table(&record, &Style { columns: 80, ascii: true, ..Style::default() });
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
fn a_deadlock_names_each_wait_its_holder_and_the_line_of_the_lock() {
    let table = table(&stories::ab_ba(), &Style { columns: 160, ascii: true, ..Style::default() });
    let waits = table.lines().find(|line| line.starts_with("  thread 1 (")).expect("a line about thread 1");
    assert!(waits.contains("waits for lock right, held by thread 2 since stories.rs:"), "{waits}");
}

#[test]
fn a_lost_wake_up_counts_the_notifies_that_found_no_waiter() {
    let table = table(&stories::notify_before_the_change(), &Style::default());
    assert!(table.contains("not_empty was notified once; nobody was waiting at stories.rs:"), "{table}");
}

#[test]
fn the_code_is_beside_its_row_if_there_is_room_and_otherwise_below() {
    let record = stories::racy_counter();
    let wide = table(&record, &Style { columns: 160, ascii: true, ..Style::default() });
    let code = "story.does(2, write(count, \"1\"));";
    assert!(wide.lines().any(|line| line.contains("write count <- 1") && line.ends_with(code)), "{wide}");
    let narrow = table(&record, &Style { columns: 80, ascii: true, ..Style::default() });
    assert!(narrow.lines().any(|line| line.contains(&format!(" | {code}"))), "{narrow}");
}

#[test]
fn nine_threads_without_room_for_columns_are_named_in_each_row() {
    let record = stories::crowd(9);
    let narrow = table(&record, &Style::default());
    assert!(narrow.contains("│ what it does"), "{narrow}");
    assert!(narrow.contains("│ thread 9 │ write count ← 9"), "{narrow}");
    let wide = table(&record, &Style { columns: 240, ascii: false, ..Style::default() });
    assert!(!wide.contains("what it does"), "{wide}");
}

#[test]
fn repeated_steps_are_shown_once_with_their_count() {
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

#[test]
fn a_very_long_execution_is_shown_by_its_beginning_and_end() {
    let table = table(&stories::too_long(), &Style::default());
    assert_eq!(rows(&table), 46, "{table}");
    assert!(table.contains("(… 455 rows left out)"), "{table}");
    assert!(table.contains("write count ← 0") && table.contains("write count ← 499"), "{table}");
}

#[test]
fn a_line_that_notified_in_vain_twice_is_named_once() {
    let table =
        table(&stories::silent_change_after_a_notify(), &Style { columns: 160, ascii: false, ..Style::default() });
    let line = table.lines().find(|line| line.contains("was notified 2 times")).expect("a line about notifies");
    assert_eq!(line.matches("stories.rs:").count(), 1, "{line}");
}

#[test]
fn a_single_thread_has_its_column() {
    let table = table(&stories::alone(), &Style::default());
    assert_eq!(rows(&table), 1, "{table}");
}

#[test]
fn waits_that_ended_are_shown_only_if_there_is_room() {
    let detours = |turns| {
        let table = table(&stories::queue_at_a_lock(turns), &Style::default());
        (rows(&table), table.matches("BLOCKED").count())
    };
    assert_eq!(detours(7), (14, 7));
    assert_eq!(detours(8), (8, 0));
}

#[test]
fn threads_are_spawned_together_only_by_the_same_line() {
    let spawns = |place_of: usize| {
        let mut record = stories::unjoined_worker();
        let second = Step { place: record.steps[place_of].place, ..record.steps[0].clone() };
        record.steps.insert(1, second);
        table(&record, &Style::default()).matches("│ spawn worker").count()
    };
    assert_eq!((spawns(0), spawns(1)), (1, 2));
}

#[test]
fn rows_short_of_room_omit_the_name_of_the_only_file() {
    let narrow = table(&stories::ab_ba(), &Style::default());
    assert!(narrow.contains("│ line\n") && narrow.contains("\nstories.rs\n"), "{narrow}");
    assert!(narrow.lines().filter(|line| line.contains('│')).all(|line| !line.contains("stories.rs:")), "{narrow}");
    let room = table(&stories::racy_counter(), &Style::default());
    assert!(room.contains("│ source\n") && room.contains("│ stories.rs:"), "{room}");
}

#[test]
fn empty_sections_are_left_out() {
    let mut record = stories::racy_counter();
    record.schedule.clear();
    assert!(!table(&record, &Style::default()).contains("replay"));
    let nothing = Story::of(&["main"]).ends(stories::racy_counter().end);
    let expected = "The program returned 1 instead of 2.\n\nThe program returned 1, expected 2.\n\nreplay: 0121\n";
    assert_eq!(table(&nothing, &Style::default()), expected);
}

#[test]
fn the_values_after_a_panic_are_those_at_the_panic() {
    let mut story = Story::of(&["main", "thread 1", "thread 2"]);
    let count = story.object(ObjectKind::Atomic, "count", Some("2"));
    let stock = story.object(ObjectKind::Mutex, "stock", Some("7"));
    let seats = story.object(ObjectKind::Mutex, "seats", Some("3"));
    story.does(1, write(count, "1"));
    story.does(1, lock(stock, "0"));
    let mut record = story.panics(1, "overdrawn");
    let after = |thread, action| Step { thread, place: None, action, order: None, read_from: None, stale: false };
    record.steps.extend([
        after(1, unlock(stock, "0", "-1")),
        after(2, write(count, "2")),
        after(2, lock(stock, "-1")),
        after(2, unlock(stock, "-1", "7")),
        after(2, lock(seats, "4")),
        after(2, unlock(seats, "4", "3")),
    ]);
    record.steps.push(Step {
        thread: 2,
        place: None,
        action: Action::Finish,
        order: None,
        read_from: None,
        stale: false,
    });
    let table = table(&record, &Style::default());
    assert!(table.contains("At the panic: count = 1; stock = -1; seats = 4.\n"), "{table}");
    assert!(!table.contains("count ← 2"), "{table}");
}

#[test]
fn hints_for_users_of_the_explorer_can_be_left_out() {
    let hints = |explorer: bool| {
        let table = table(&stories::opaque_lost_wake_up(), &Style { explorer, ..Style::default() });
        ["interleave::show", "replay"].map(|hint| table.contains(hint))
    };
    assert_eq!(hints(true), [true, true]);
    assert_eq!(hints(false), [false, false]);
}

#[test]
fn a_very_long_schedule_is_replaced_by_its_length() {
    let mut record = stories::racy_counter();
    record.schedule = "0".repeat(5000);
    let table = table(&record, &Style::default());
    assert!(table.ends_with("\nreplay: 5000 digits, which `Record::schedule` has\n"), "{table}");
}

#[test]
fn a_row_says_that_a_thread_ended_if_another_waits_for_what_it_might_have_done() {
    let ends = |record| table(&record, &Style::default()).matches(" ends").count();
    assert_eq!(ends(stories::result_that_does_not_come(false)), 1);
    assert_eq!(ends(stories::racy_counter()), 0);
}
