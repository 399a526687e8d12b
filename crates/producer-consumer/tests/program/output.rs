//! What the program prints, and how it ends.

use serde_json::Value;
use std::process::{Command, Output};

#[test]
fn the_default_run_produces_five_tasks_and_processes_five() {
    let printed = text(&producer_consumer(&[]));
    let produced: Vec<_> = printed.lines().filter(|line| line.starts_with("Produced task ")).collect();
    assert_eq!(produced, (0..5).map(|task| format!("Produced task {task}")).collect::<Vec<_>>());
    assert!(printed.lines().any(|line| line == "Processed 5 tasks"), "{printed}");
    for lane in ["producer │", "worker 0 │", "worker 1 │", "worker 2 │", "Tasks waiting in the queue (at most 10)"]
    {
        assert!(printed.contains(lane), "{lane} is missing in\n{printed}");
    }
}

#[test]
fn a_seed_gives_the_same_delays_again() {
    let delays = |seed| json(&["--json", "--seed", seed, "--pace", "0"])["work_ms"].clone();
    assert_eq!(delays("7"), delays("7"));
    assert_ne!(delays("7"), delays("8"));
    let in_range = |delay: &Value| (10..=50).contains(&delay.as_u64().unwrap());
    assert!(delays("7").as_array().unwrap().iter().all(in_range));
}

#[test]
fn every_picture_fits_its_columns() {
    for (arguments, columns) in
        [(&["--workers", "40"][..], 80), (&["--ascii", "--items", "50"], 80), (&["--wide"], 120)]
    {
        let arguments = [arguments, &["--pace", "1", "--capacity", "3"]].concat();
        let printed = text(&producer_consumer(&arguments));
        assert!(printed.lines().all(|line| line.chars().count() <= columns), "{printed}");
        assert_eq!(printed.is_ascii(), arguments.contains(&"--ascii"));
    }
}

#[test]
fn every_line_fits_a_terminal_of_50_columns() {
    for arguments in [&[][..], &["--items", "0"], &["--help"]] {
        for columns in [50, 60, 80] {
            let printed = text(&command(arguments).env("COLUMNS", columns.to_string()).output().unwrap());
            assert!(printed.lines().all(|line| line.chars().count() <= columns), "{columns}: {printed}");
        }
    }
}

#[test]
fn slow_motion_shows_each_put_get_and_end_of_work_with_the_length_of_the_queue() {
    let printed = text(&producer_consumer(&["--slow", "--items", "1", "--workers", "1", "--pace", "0"]));
    for line in ["Produced task 0 ", "  Worker 0 takes task 0 ", "  Worker 0 is done with task 0 "] {
        let line =
            printed.lines().find(|other| other.starts_with(line)).unwrap_or_else(|| panic!("{line}: {printed}"));
        assert!(line.ends_with(" of 10"), "{printed}");
    }
}

#[test]
fn json_is_one_document() {
    let document = json(&["--json", "--items", "6", "--workers", "2", "--pace", "0", "--seed", "3"]);
    assert_eq!(document["processed"], 6);
    assert_eq!(document["seed"], 3);
    assert_eq!(document["results"].as_array().unwrap().len(), 6);
}

#[test]
fn zero_tasks_are_not_an_error() {
    let printed = text(&producer_consumer(&["--items", "0"]));
    assert!(printed.starts_with("Processed 0 tasks\n") && printed.contains("There was no task"), "{printed}");
}

#[test]
fn the_sentinel_does_not_count_as_a_waiting_task() {
    let document = json(&["--json", "--items", "3", "--pace", "0"]);
    let depths = document["depth"].as_array().unwrap();
    assert_eq!(depths.len(), 6, "one for each put and each get of a task");
    assert_eq!(depths.last().unwrap()["items"], 0);
}

#[test]
fn the_output_says_that_the_producer_found_the_queue_full_only_if_it_did() {
    assert!(text(&producer_consumer(&["--pace", "0"])).contains("never found the queue full"), "room for ten");
    // One worker, at least 10 ms for each task, and a producer that does not pause.
    let crowded = ["--items", "20", "--workers", "1", "--capacity", "1", "--pace", "0"];
    let printed = text(&producer_consumer(&crowded));
    assert!(printed.contains("The producer found the queue full "), "{printed}");
}

#[test]
fn one_task_and_one_worker_are_in_the_singular() {
    let printed = text(&producer_consumer(&["--items", "1", "--workers", "1"]));
    assert!(printed.contains("Processed 1 task\n") && printed.contains("stopped the worker."), "{printed}");
}

#[test]
fn a_mistake_on_the_command_line_is_one_line_and_exit_code_2() {
    for mistake in [
        &["--capacity", "0"][..],
        &["--workers", "0"],
        &["--seed", "x"],
        &["--seed", "18446744073709551616"],
        &["--item", "3"],
    ] {
        let output = producer_consumer(mistake);
        assert_eq!(output.status.code(), Some(2), "{mistake:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap().trim_end().lines().count(), 1, "{mistake:?}");
    }
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&text(&producer_consumer(arguments))).unwrap()
}

fn producer_consumer(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_producer-consumer"));
    command.args(arguments);
    command
}

fn text(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}
