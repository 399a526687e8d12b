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
    let of = Report { exercise: &EXERCISES[0], checks: Ok(checks), todos: Vec::new() };
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
    assert!(text.contains("2 of 9 points. (The grader has hidden checks for 1 more.)"), "{text}");
    assert!(text.contains("panicked at src/locked.rs:5\noverflow\n"), "{text}");
}

#[test]
fn a_comparison_names_the_value_that_the_code_returned() {
    let message = equal("the count after 1 increments", &0, &1).unwrap_err();
    let text = shown(vec![(check("adds", 1), found(Verdict::WrongResult, &message, None))], &[]);
    assert!(text.contains("\nthe count after 1 increments\ngot:      0\nexpected: 1\n"), "{text}");
}

#[test]
fn the_shortest_table_is_shown_first_and_hints_are_for_its_check() {
    let race = |table: &str| Finding { detail: table.to_string(), ..found(Verdict::RaceCondition, "lost", None) };
    let checks = vec![(check("long", 1), race("a\nb\nc\nlong table")), (check("short", 1), race("short table"))];
    let text = shown(checks.clone(), &[]);
    assert!(text.contains("short table") && !text.contains("long table"), "{text}");
    let of = Report { exercise: &EXERCISES[0], checks: Ok(checks), todos: Vec::new() };
    let mut memory = Memory::load(std::path::Path::new("a folder that does not exist"));
    assert!(hint(&of, &mut memory).contains(" for “short”"));
}

#[test]
fn only_the_first_table_is_shown_until_all_are_asked_for() {
    let race = |table: &str| Finding { detail: table.to_string(), ..found(Verdict::RaceCondition, "lost", None) };
    let text = shown(vec![(check("a", 1), race("first table")), (check("b", 1), race("second table"))], &[]);
    assert!(text.contains("first table") && !text.contains("second table") && text.contains("--all"), "{text}");
}

#[test]
fn checks_that_pass_for_the_first_time_are_announced() {
    let passing = || vec![(check("a", 1), Finding::passed())];
    assert!(shown(passing(), &[]).contains("Well done"));
    assert!(!shown(passing(), &["a"]).contains("Well done"));
}

#[test]
fn hints_come_one_at_a_time() {
    let of = Report {
        exercise: &EXERCISES[0],
        checks: Ok(vec![(check("a", 1), found(Verdict::WrongResult, "wrong", None))]),
        todos: Vec::new(),
    };
    let mut memory = Memory::load(std::path::Path::new("a folder that does not exist"));
    let first = hint(&of, &mut memory);
    assert!(first.contains("1. Look.") && !first.contains("Think."), "{first}");
    let second = hint(&of, &mut memory);
    assert!(second.contains("1. Look.") && second.contains("2. Think."), "{second}");
}

#[test]
fn the_last_hint_is_the_advice_that_fixes_it() {
    let advice = "It passes with `Acquire` at line 3.";
    let evidence = serde_json::json!({"advice": advice});
    let finding = Finding { evidence, ..found(Verdict::RaceCondition, "lost", None) };
    let of = Report { exercise: &EXERCISES[0], checks: Ok(vec![(check("a", 1), finding)]), todos: Vec::new() };
    let mut memory = Memory::load(std::path::Path::new("a folder that does not exist"));
    let hints = [(); 3].map(|()| hint(&of, &mut memory));
    assert!(!hints[1].contains(advice) && hints[1].contains("There is one more hint"), "{}", hints[1]);
    assert!(hints[2].contains(&format!("3. {advice}")) && hints[2].contains("There are no more"), "{}", hints[2]);
}

#[test]
fn orderings_are_shown_for_each_check_that_has_them_without_schedules() {
    let report = |evidence| Report {
        exercise: &EXERCISES[0],
        checks: Ok(vec![(check("a", 1), Finding { evidence, ..Finding::passed() })]),
        todos: Vec::new(),
    };
    let text = orderings(&report(serde_json::json!({"orderings": "needed\n\nreplay: 1221\n\nneeded too\n"})));
    assert!(text.contains("needed\n") && text.contains("needed too") && !text.contains("replay"), "{text}");
    assert!(orderings(&report(serde_json::Value::Null)).starts_with("No passing check uses"));
}

#[test]
fn a_table_is_shown_without_its_schedule() {
    let detail = "A thread waits.\n\n 1 | waits\n\nreplay: 001\n".to_string();
    let finding = Finding { detail, ..found(Verdict::Deadlock, "A thread waits.", None) };
    let text = shown(vec![(check("a", 1), finding)], &[]);
    assert!(text.contains(" 1 | waits\n") && !text.contains("replay"), "{text}");
}

#[test]
fn a_deadlock_on_real_threads_refers_to_a_table_or_asks_what_to_look_for() {
    let deadlock = || found(Verdict::Deadlock, "nothing will ever happen again", None);
    let text = shown(vec![(check("a", 1), deadlock())], &[]);
    assert!(text.contains("Does a thread\ntake a lock"), "{text}");
    let table = Finding { detail: "1 | waits".to_string(), ..deadlock() };
    let text = shown(vec![(check("a", 1), deadlock()), (check("b", 1), table)], &[]);
    assert!(text.contains("another check shows it") && !text.contains("Does a thread"), "{text}");
}

fn refused(code: &str) -> Report {
    let error = checks::CompileError { code: code.to_string(), ..checks::CompileError::default() };
    let refused = Refused { errors: vec![error], total: 1, ..Refused::default() };
    Report { exercise: &EXERCISES[0], checks: Err(refused), todos: Vec::new() }
}

#[test]
fn the_hint_for_a_compiler_error_explains_that_error() {
    let mut memory = Memory::load(std::path::Path::new("a folder that does not exist"));
    let text = hint(&refused("E0425"), &mut memory);
    assert!(text.contains("rustc --explain E0425"), "{text}");
    let text = hint(&refused("E0382"), &mut memory);
    assert!(text.contains("--explain E0382") && text.contains("returns it"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert!(!hint(&refused(""), &mut memory).contains("--explain"));
}

#[test]
fn a_failing_exercise_names_the_first_needed_exercise_that_has_not_passed() {
    let mut memory = Memory::load(std::path::Path::new("a folder that does not exist"));
    let sentinel = EXERCISES.iter().find(|exercise| exercise.id == "sentinel").unwrap();
    let of = |exercise, verdict| {
        let checks = Ok(vec![(check("a", 1), found(verdict, "", None))]);
        Report { exercise, checks, todos: Vec::new() }
    };
    for id in ["queue-put-get", "queue-join"] {
        let text = next(&of(sentinel, Verdict::NotWritten), &memory);
        assert!(text.starts_with(&format!("First do {id},")) && text.chars().count() <= 80, "{text}");
        let needed = EXERCISES.iter().find(|exercise| exercise.id == id).unwrap();
        memory.learn(&of(needed, Verdict::Passed), 1);
    }
    assert!(next(&of(sentinel, Verdict::NotWritten), &memory).starts_with("Stuck?"));
}

#[test]
fn the_next_exercise_is_said_to_have_changed_since_it_was_checked() {
    let mut memory = Memory::load(std::path::Path::new("a folder that does not exist"));
    memory.learn(&refused("E0382"), 1);
    memory.compare(|_| 2);
    let checks = Ok(vec![(check("a", 1), Finding::passed())]);
    let text = next(&Report { exercise: &EXERCISES[1], checks, todos: Vec::new() }, &memory);
    assert_eq!(text, "Next: locked-counter, which changed since it was checked: cargo xtask check locked-counter");
}

#[test]
fn check_files_to_restore_are_named_instead_of_errors() {
    let restore = Some("tests/spec/locked.rs is missing".to_string());
    let refused = || Refused { restore: restore.clone(), ..Refused::default() };
    let of = Report { exercise: &EXERCISES[0], checks: Err(refused()), todos: Vec::new() };
    let text = anstream::adapter::strip_str(&report(&of, &[], &Options::default())).to_string();
    assert!(text.ends_with("cannot be checked\n\ntests/spec/locked.rs is missing"), "{text}");
    let mut memory = Memory::load(std::path::Path::new("a folder that does not exist"));
    memory.learn(&of, 1);
    assert!(!memory.is(&EXERCISES[0], Verdict::DoesNotCompile));
    assert_eq!(hint(&of, &mut memory), "tests/spec/locked.rs is missing");
}

#[test]
fn the_next_exercise_is_said_not_to_compile() {
    let mut memory = Memory::load(std::path::Path::new("a folder that does not exist"));
    memory.learn(&refused("E0382"), 1);
    let checks = Ok(vec![(check("a", 1), Finding::passed())]);
    let text = next(&Report { exercise: &EXERCISES[1], checks, todos: Vec::new() }, &memory);
    assert!(text.contains("locked.rs, which does not compile"), "{text}");
}
