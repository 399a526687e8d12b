//! What the commands say, and how they end, when there is nothing to run.

use std::process::Command;

#[test]
fn help_fits_80_columns() {
    for command in ["", "demo", "explore", "fuzz", "sanitize", "book", "test", "ci"] {
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
fn a_mistake_is_one_line_that_says_whose_help_helps() {
    let helps = [
        (&["demos"][..], "cargo xtask --help"),
        (&["demo", "--bogus"], "cargo xtask demo --help"),
        (&["fuzz", "--seconds", "soon"], "cargo xtask fuzz --help"),
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
fn the_readme_shows_what_explore_prints() {
    let output = xtask(&["explore", "counter-race"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "the racy counter goes wrong: {output:?}");
    let printed = String::from_utf8(output.stdout).unwrap();
    let readme = include_str!("../../README.md");
    let shown =
        readme.split("```").find(|block| block.contains("executions  outcome")).expect("the table is there");
    for line in shown.lines() {
        assert!(printed.lines().any(|other| other == line), "{line:?} is not printed:\n{printed}");
    }
}

/// Linux has a file that is always full.
#[test]
#[cfg(target_os = "linux")]
fn output_that_cannot_be_written_is_no_panic() {
    let full = || std::fs::File::options().write(true).open("/dev/full").unwrap();
    assert_eq!(xtask(&["--help"]).stdout(full()).status().unwrap().code(), Some(1));
    assert_eq!(xtask(&["demo", "--bogus"]).stderr(full()).status().unwrap().code(), Some(2));
}

fn xtask(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(arguments);
    command
}
