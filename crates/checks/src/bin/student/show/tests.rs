use super::*;
use checks::experiment::equal;
use checks::{Check, EXERCISES};

fn check(id: &'static str, points: u32) -> Description {
    Description::from(&Check::model(id, Finding::passed).title(id).points(points).hints(&["Look.", "Think."]))
}

fn found(verdict: Verdict, message: &str, place: Option<&str>) -> Finding {
    Finding { place: place.map(str::to_string), ..Finding::new(verdict, message) }
}

fn shown(checks: Vec<(Description, Finding)>, before: &[&str]) -> String {
    let of = Report { exercise: &EXERCISES[0], checks: Ok(checks) };
    let before: Vec<_> = before.iter().map(ToString::to_string).collect();
    anstream::adapter::strip_str(&report(&of, &before, &Options::default())).to_string()
}

#[test]
fn every_check_has_a_line_with_its_points_and_its_verdict() {
    let text = shown(
        vec![
            (check("adds", 2), Finding::passed()),
            (check("locks", 7), found(Verdict::Panicked, "overflow", Some("src/locked.rs:5"))),
        ],
        &["locks"],
    );
    assert!(text.contains("\n  ✓ 2/2  adds\n"), "{text}");
    assert!(text.contains("\n  ✗ 0/7  locks: panicked (it passed last time)\n"), "{text}");
    assert!(text.contains("2 of 9 points. (One more comes from checks that only the grader has.)"), "{text}");
    assert!(text.contains("panicked at src/locked.rs:5\noverflow\n"), "{text}");
}

#[test]
fn what_is_not_written_is_listed_once_in_the_order_of_its_lines() {
    let todo = |place, message| (check("adds", 1), found(Verdict::NotWritten, message, place));
    let text =
        shown(vec![todo(Some("a.rs:10"), "lock it"), todo(None, "make it"), todo(Some("a.rs:9"), "make it")], &[]);
    assert!(text.ends_with("Not written yet:\n  a.rs:9: make it\n  a.rs:10: lock it\n"), "{text}");
}

#[test]
fn a_comparison_says_which_value_is_the_students() {
    let message = equal("the count after 1 increments", &0, &1).unwrap_err();
    let text = shown(vec![(check("adds", 1), found(Verdict::WrongResult, &message, None))], &[]);
    assert!(text.contains("\nthe count after 1 increments\ngot:      0\nexpected: 1\n"), "{text}");
}

#[test]
fn only_the_first_table_is_shown_until_all_are_asked_for() {
    let race = |table: &str| Finding { detail: table.to_string(), ..found(Verdict::RaceCondition, "lost", None) };
    let text = shown(vec![(check("a", 1), race("first table")), (check("b", 1), race("second table"))], &[]);
    assert!(text.contains("first table") && !text.contains("second table") && text.contains("--all"), "{text}");
}

#[test]
fn what_passes_for_the_first_time_is_told() {
    let passing = || vec![(check("a", 1), Finding::passed())];
    assert!(shown(passing(), &[]).contains("Well done"));
    assert!(!shown(passing(), &["a"]).contains("Well done"));
}

#[test]
fn hints_come_one_at_a_time() {
    let of = Report {
        exercise: &EXERCISES[0],
        checks: Ok(vec![(check("a", 1), found(Verdict::WrongResult, "wrong", None))]),
    };
    let mut memory = Memory::load(std::path::Path::new("a folder that does not exist"));
    let first = hint(&of, &mut memory);
    assert!(first.contains("1. Look.") && !first.contains("Think."), "{first}");
    let second = hint(&of, &mut memory);
    assert!(second.contains("1. Look.") && second.contains("2. Think."), "{second}");
}

#[test]
fn lines_break_at_spaces() {
    assert_eq!(wrap("one two three", 7, "   "), "one two\n   three");
}
