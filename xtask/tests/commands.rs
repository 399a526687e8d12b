//! The help, the error messages and the exit codes of the commands.

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn help_fits_80_columns() {
    for command in ["", "demo", "explore", "fuzz", "sanitize", "book", "slides", "test", "ci"] {
        let command: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        let command = command.as_slice();
        let output = xtask(command).output().unwrap();
        assert!(output.status.success());
        let help = String::from_utf8(output.stdout).unwrap();
        assert!(help.contains("Usage: cargo xtask"), "{help}");
        assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
    }
}

#[test]
fn a_mistake_is_one_line_that_names_the_help_or_the_known_names() {
    let helps = [
        (&["demos"][..], "cargo xtask --help"),
        (&["demo", "--bogus"], "cargo xtask demo --help"),
        (&["fuzz", "--seconds", "soon"], "cargo xtask fuzz --help"),
        (&["slides", "--edition", "student"], "the editions are instructors, students"),
        (&["slides", "here", "there"], "cargo xtask slides --help"),
        (&["fuzz", "lectures"], "the targets are messages, "),
    ];
    for (mistake, help) in helps {
        let output = xtask(mistake).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{mistake:?}");
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(message.contains(help) && message.lines().count() == 1, "{message}");
    }
}

#[test]
fn a_mistyped_name_gets_a_suggestion_and_an_unrelated_word_does_not() {
    let mistakes = [
        (&["gade"][..], Some("`grade`")),
        (&["demos"], Some("`demo`")),
        (&["zzz"], None),
        (&["help"], None),
        (&["explore", "counter-rase"], Some("`counter-race`")),
        (&["explore", "wat"], None),
        (&["demo", "--only", "fetchpool"], Some("`fetch-pool`")),
        (&["demo", "--paus"], Some("`--pause`")),
        (&["demo", "--wat"], None),
    ];
    for (mistake, suggested) in mistakes {
        let output = xtask(mistake).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{mistake:?}");
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(message.lines().count(), 1, "{message}");
        match suggested {
            Some(name) => assert!(message.contains(&format!("did you mean {name}?")), "{message}"),
            None => assert!(!message.contains("did you mean"), "{message}"),
        }
    }
}

#[test]
fn help_fits_a_terminal_of_50_columns() {
    for command in [&["--help"][..], &["demo", "--help"], &["book", "--help"], &["fuzz", "--help"]] {
        let output = xtask(command).env("COLUMNS", "50").output().unwrap();
        let help = String::from_utf8(output.stdout).unwrap();
        assert!(help.lines().all(|line| line.chars().count() <= 50), "{help}");
    }
}

#[test]
fn the_readme_shows_what_explore_prints() {
    let output = xtask(&["explore", "counter-race"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "the racy counter goes wrong: {output:?}");
    let printed = String::from_utf8(output.stdout).unwrap();
    let readme = include_str!("../../README.md");
    let shown = readme.split("```").find(|block| block.contains("│ thread 1 ")).expect("the table is there");
    for line in shown.lines() {
        assert!(printed.lines().any(|other| other == line), "{line:?} is not printed:\n{printed}");
    }
}

#[test]
fn a_copy_of_the_lab_works_on_its_own_files_and_not_on_the_original_s() {
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("copied-lab");
    fs::create_dir_all(copy.join("xtask")).unwrap();
    fs::write(copy.join("Cargo.toml"), "[workspace]\n").unwrap();
    fs::write(copy.join("xtask/Cargo.toml"), "").unwrap();
    let in_the_copy = [
        xtask(&["check"]).env("CARGO_MANIFEST_DIR", copy.join("xtask")).output().unwrap(),
        xtask(&["check"]).env_remove("CARGO_MANIFEST_DIR").current_dir(copy.join("xtask")).output().unwrap(),
    ];
    for output in in_the_copy {
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(message.contains("`checks`") && message.contains("copied-lab"), "{message}");
    }
}

#[test]
fn outside_of_the_lab_a_command_is_an_error_of_one_line() {
    let elsewhere = std::env::temp_dir();
    let output =
        xtask(&["explore", "counter-race"]).env_remove("CARGO_MANIFEST_DIR").current_dir(elsewhere).output();
    let output = output.unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains("not a folder of the lab") && message.lines().count() == 1, "{message}");
    assert_eq!(output.status.code(), Some(2));
}

/// Linux has `/dev/full`, to which every write fails.
#[test]
#[cfg(target_os = "linux")]
fn output_that_cannot_be_written_is_an_error_and_not_a_panic() {
    let full = || std::fs::File::options().write(true).open("/dev/full").unwrap();
    assert_eq!(xtask(&["--help"]).stdout(full()).status().unwrap().code(), Some(1));
    assert_eq!(xtask(&["demo", "--bogus"]).stderr(full()).status().unwrap().code(), Some(2));
}

fn xtask(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(arguments);
    command
}
