//! The table of every wrong program, as a beginner sees it. `tests/snapshots/` holds the tables for people to read.
//! `INSTA_UPDATE=always cargo test -p interleave --test tables` accepts the current output.

mod programs;
#[path = "../examples/transfer.rs"]
#[allow(dead_code)] // its `main`
mod transfer;
#[path = "../examples/wrong_waiter.rs"]
#[allow(dead_code)] // its `main`
mod wrong_waiter;

use interleave::Verdict;
use interleave::report::{Style, table};

/// The rows with a number.
fn rows(table: &str) -> usize {
    let after_rule = table.lines().skip_while(|line| !line.starts_with(['─', '-'])).skip(1);
    let first_cells =
        after_rule.take_while(|line| !line.is_empty()).filter_map(|line| line.split(['│', '|']).next());
    first_cells.filter(|cell| cell.trim().parse::<usize>().is_ok()).count()
}

#[test]
fn every_wrong_program_fits_a_lecture() {
    for program in programs::all() {
        let record = program.explore().counterexample.expect(program.name);
        for ascii in [false, true] {
            let table = table(&record, &Style { columns: 80, ascii, ..Style::default() });
            let widest = table.lines().map(|line| line.chars().count()).max().unwrap_or_default();
            assert!(widest <= 80, "{}: {widest}\n{table}", program.name);
            assert!(!ascii || table.is_ascii(), "{}\n{table}", program.name);
            let rows = rows(&table);
            assert!((1..=15).contains(&rows), "{}: {rows} rows\n{table}", program.name);
        }
    }
}

#[test]
fn every_wrong_program_has_its_recorded_table() {
    for program in programs::all() {
        let record = program.explore().counterexample.expect(program.name);
        insta::with_settings!({ description => program.name, omit_expression => true, prepend_module_to_snapshot => false }, {
            let file = program.name.replace(", ", "-").replace(' ', "-");
            insta::assert_snapshot!(file, table(&record, &Style::default()));
        });
    }
}

#[test]
fn ascii_and_wide_tables_match_their_records() {
    let record = programs::named("two locks in two orders").explore().counterexample.expect("it fails");
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("ascii", table(&record, &Style { columns: 80, ascii: true, ..Style::default() }));
        insta::assert_snapshot!("wide", table(&record, &Style { columns: 140, ascii: false, ..Style::default() }));
    });
}

#[test]
fn the_tables_of_the_examples_match_their_records() {
    for (name, verdict, outcome) in [
        ("transfer", Verdict::Deadlock, transfer::two_transfers()),
        ("wrong-waiter", Verdict::LostWakeup, wrong_waiter::two_receivers()),
    ] {
        assert_eq!(outcome.verdict, verdict, "{name}");
        let record = outcome.counterexample.expect(name);
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, table(&record, &Style::default()));
        });
    }
}
