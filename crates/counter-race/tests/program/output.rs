//! What the program prints, and how it ends.

use std::process::{Command, Output};

#[test]
fn the_default_run_shows_the_race_and_its_fix() {
    let lines = text(&counter_race(&[]));
    let mut lines = lines.lines();
    let count = lines.next().unwrap().strip_prefix("Unsafe counter (expected 100): ").unwrap();
    assert!(count.parse::<u64>().unwrap() < 100, "{count}");
    assert_eq!(lines.next(), Some("Safe counter (expected 100): 100"));
    assert!(lines.any(|line| line.contains("lost")), "a sentence says what happened");
}

#[test]
fn the_race_shows_in_each_of_100_runs() {
    let document: serde_json::Value =
        serde_json::from_str(&text(&counter_race(&["--json", "--runs", "100"]))).unwrap();
    let counts = document["unsafe"].as_array().unwrap();
    assert_eq!(counts.len(), 100);
    assert!(counts.iter().all(|count| count.as_u64().unwrap() < 100), "{counts:?}");
}

/// The lecture is given once, so the race must show in that one run.
#[test]
#[ignore = "1000 processes; `cargo xtask ci` runs it on all processors, on one, and on busy ones"]
fn the_race_shows_in_1000_of_1000_default_runs() {
    for run in 1..=1000 {
        let printed = text(&counter_race(&[]));
        assert!(!printed.starts_with("Unsafe counter (expected 100): 100\n"), "run {run} lost nothing");
    }
}

#[test]
fn the_histogram_of_many_runs_includes_every_run() {
    let printed = text(&counter_race(&["--runs", "20", "--ascii"]));
    let bars = printed.lines().filter(|line| line.contains(" | "));
    let runs = bars.map(|bar| bar.rsplit(' ').next().unwrap().parse::<usize>().unwrap());
    assert_eq!(runs.sum::<usize>(), 20, "{printed}");
    assert!(printed.is_ascii());
}

#[test]
fn one_thread_loses_nothing_and_the_words_say_so() {
    let printed = text(&counter_race(&["--threads", "1", "--increments", "50"]));
    assert!(printed.contains("Unsafe counter (expected 50): 50"), "{printed}");
    assert!(printed.contains("One thread alone loses nothing."), "{printed}");
}

#[test]
fn json_is_one_document_with_every_count() {
    let document: serde_json::Value =
        serde_json::from_str(&text(&counter_race(&["--json", "--runs", "3", "--threads", "4"]))).unwrap();
    assert_eq!(document["expected"], 4);
    assert_eq!(document["safe"], serde_json::json!([4, 4, 4]));
    assert_eq!(document["unsafe"].as_array().unwrap().len(), 3);
}

#[test]
fn a_mistake_on_the_command_line_is_one_line_and_exit_code_2() {
    let too_many = ["--threads", "10000", "--increments", "1001"];
    let mistakes = [&["--threads", "0"][..], &["--threads", "many"], &["--thread", "3"], &["extra"], &too_many];
    for mistake in mistakes {
        let output = counter_race(mistake);
        assert_eq!(output.status.code(), Some(2), "{mistake:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap().trim_end().lines().count(), 1, "{mistake:?}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn help_fits_80_columns_and_names_the_ranges() {
    let help = text(&counter_race(&["--help"]));
    assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
    assert!(help.contains("How many threads increment each counter, 1 to 10000"), "{help}");
}

#[test]
fn every_line_fits_a_terminal_of_50_columns() {
    for arguments in [&[][..], &["--runs", "20"], &["--help"]] {
        for columns in [50, 60, 80] {
            let printed = text(&command(arguments).env("COLUMNS", columns.to_string()).output().unwrap());
            assert!(printed.lines().all(|line| line.chars().count() <= columns), "{columns}: {printed}");
        }
    }
}

#[test]
fn slow_motion_shows_a_column_for_each_thread_and_refuses_many_threads_runs_and_json() {
    let printed = text(&counter_race(&["--slow", "--threads", "2"]));
    assert!(printed.starts_with("thread 1        thread 2\n"), "{printed}");
    assert!(printed.contains("Safe counter (expected 2): 2"), "{printed}");
    for mistake in [&["--slow", "--threads", "6"][..], &["--slow", "--runs", "2"], &["--slow", "--json"]] {
        assert_eq!(counter_race(mistake).status.code(), Some(2), "{mistake:?}");
    }
}

#[test]
fn pause_waits_between_the_result_and_its_explanation() {
    let printed = text(&command(&["--pause"]).stdin(std::process::Stdio::null()).output().unwrap());
    let [result, pause, story] = ["Safe counter", "(Press Enter to go on.)", "The safe counter holds"]
        .map(|line| printed.find(line).unwrap_or_else(|| panic!("{line} is missing in\n{printed}")));
    assert!(result < pause && pause < story, "{printed}");
    assert!(!text(&counter_race(&[])).contains("Press Enter"));
}

/// Linux has `/dev/full`, to which every write fails.
#[test]
#[cfg(target_os = "linux")]
fn output_that_cannot_be_written_is_an_error_and_not_a_panic() {
    let full = || std::fs::File::options().write(true).open("/dev/full").unwrap();
    for arguments in [&["--help"][..], &["--threads", "2"], &["--json", "--threads", "2"]] {
        let output = command(arguments).stdout(full()).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        assert!(output.stderr.starts_with(b"error: cannot write the output: "), "{output:?}");
    }
    let status = command(&["--bogus"]).stderr(full()).status().unwrap();
    assert_eq!(status.code(), Some(2), "the message is lost, the exit code is not");
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_counter-race"));
    command.args(arguments);
    command
}

fn counter_race(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

fn text(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}
