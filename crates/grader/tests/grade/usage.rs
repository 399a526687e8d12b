//! Mistakes on the command line are found before anything is built.

use crate::class::{Class, text};
use std::process::Command;

#[test]
fn a_usage_mistake_is_one_line_and_exit_code_2() {
    let class = Class::new("usage");
    let line = |arguments: &[&str]| {
        let mut grader = Command::new(env!("CARGO_BIN_EXE_grader"));
        let output = grader.arg("grade").args(arguments).current_dir(&class.folder).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{}", text(&output));
        let text = text(&output);
        assert_eq!(text.trim_end().lines().count(), 1, "{text}");
        text
    };
    assert!(line(&[]).contains("name a submission, or a folder of submissions"));
    assert!(line(&["nowhere"]).starts_with("error: cannot read nowhere"));
    assert_eq!(line(&["class"]), "error: there are no submissions in class\n");
    class.hand_in_archive("notes.txt", b"");
    let neither = "error: class/notes.txt is neither a folder nor an archive (.zip, .tar, .tar.gz, .tgz)\n";
    assert_eq!(line(&["class/notes.txt"]), neither);
    class.hand_in_archive("ana.zip", b"");
    let without_due = "error: --late-penalty needs --due\n";
    assert_eq!(line(&["class/ana.zip", "--late-penalty", "10"]), without_due);
    assert!(line(&["class/ana.zip", "--due", "2026-11-22", "--zone", "Zurich"]).contains("`Zurich` is not a zone"));
    assert!(line(&["class/ana.zip", "--comments", "nowhere.csv"]).starts_with("error: cannot read nowhere.csv"));
    assert!(line(&["class/ana.zip", "--due", "soon"]).contains("--due: `soon` is not a time"));
    assert!(line(&["class/ana.zip", "--roster", "nowhere.csv"]).starts_with("error: cannot read nowhere.csv"));
    for shard in ["4/3", "0/3", "x"] {
        let said = line(&["class/ana.zip", "--shard", shard]);
        assert!(said.contains(&format!("`{shard}`: write I/N with I from 1 to N")), "{said}");
    }
    assert!(line(&["class/ana.zip", "--shard", "slurm"]).contains("this is not a task of a job array"));
    let both = "error: `--collect` cannot be used at the same time as `--shard`\n";
    assert_eq!(line(&["class/ana.zip", "--shard", "1/2", "--collect"]), both);
}
