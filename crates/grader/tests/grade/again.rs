//! A killed batch resumes where it stopped, and regrading prints what changed.

use crate::class::{ATOMIC, Class, Files, LOCKED, assert_same_results, reference, small_class, with_block};
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

#[test]
#[ignore = "compiles submissions, which takes minutes"]
fn a_killed_batch_resumes_and_ends_with_the_same_results() {
    let class = small_class("killed");
    class.grade("whole", &["--jobs", "1"]);

    let mut grader = class.command("killed", &["--jobs", "1"]).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(grader.stderr.take().unwrap()).lines().map(Result::unwrap);
    assert!(lines.any(|line| line.starts_with("[1/3] ana: ")), "it ended before the first submission did");
    // The results of the second submission are written check by check: once one is there, it is only partly graded.
    let partial = class.folder.join("killed/ben/results.json");
    while !partial.exists() && grader.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    grader.kill().unwrap();
    grader.wait().unwrap();
    assert_eq!(class.results("killed", "ana").0["complete"], true);
    assert_eq!(class.results("killed", "ben").0["complete"], false);
    assert!(!class.folder.join("killed/gradebook.csv").exists());
    let done = fs::metadata(class.folder.join("killed/ana/results.json")).unwrap().modified().unwrap();

    class.grade("killed", &["--jobs", "1"]);
    assert_same_results(&class.folder.join("killed"), &class.folder.join("whole"));
    let after = fs::metadata(class.folder.join("killed/ana/results.json")).unwrap().modified().unwrap();
    assert_eq!(done, after, "what was done was done again");
}

#[test]
#[ignore = "compiles submissions, which takes minutes"]
fn regrading_prints_which_verdicts_changed_and_why() {
    let class = small_class("again");
    class.grade("out", &[]);
    class.hand_in("ana", &with_block(reference(), ATOMIC, "atomic-count", "self.count.load(Relaxed) + 1"));
    class.hand_in("ben", &reference());
    let printed = class.grade("out", &["--regrade"]);
    let changes: Vec<_> = printed.lines().filter(|line| line.contains(" -> ")).collect();
    assert!(
        changes.contains(&"ben: atomic-loses-nothing: race condition -> passed (the submission changed)"),
        "{printed}"
    );
    let of_ana = |line: &&&str| line.starts_with("ana: ") && line.ends_with(" (the submission changed)");
    assert!(changes.iter().filter(of_ana).all(|line| line.contains(": passed -> ")), "{printed}");
    assert!(changes.iter().any(|line| of_ana(&line)), "{printed}");
    assert!(!changes.iter().any(|line| line.starts_with("cho: ")), "{printed}");
}

#[test]
#[ignore = "compiles the reference, which takes a minute"]
fn new_remarks_reach_all_feedback_when_one_student_is_regraded() {
    let class = Class::new("only");
    let locked = Files::from([(LOCKED.to_string(), reference()[LOCKED].clone())]);
    class.hand_in("ana", &locked);
    class.hand_in("ben", &locked);
    class.grade("out", &[]);
    fs::write(class.folder.join("out/comments.csv"), "folder;points;comment\nana;-2,5;no report\n").unwrap();
    let printed = class.grade("out", &["--regrade", "--only", "ben"]);
    assert_eq!(printed, " 10 of 100  ben\n");
    let gradebook = class.read("out/gradebook.csv");
    assert!(gradebook.contains(",ana,,,,7.5,0,7.5,100\n") && gradebook.contains(",ben,,,,10,0,10,100\n"));
    assert!(class.read("out/ana/feedback.md").starts_with("# ana: 7.5 of 100 points\n\n- by hand: -2.5 points"));
}
