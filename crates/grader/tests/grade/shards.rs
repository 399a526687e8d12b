//! A class that several graders share, and whose results are then collected.

use crate::class::{ATOMIC, Class, STALE, assert_same_results, reference, small_class, text, with_block};
use std::fs;

/// Collects `out` and returns the printed output; some submissions have no mark.
fn lacks(class: &Class, out: &str, arguments: &[&str]) -> String {
    let output = class.command(out, &[&["--collect"], arguments].concat()).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    text(&output)
}

#[test]
#[ignore = "compiles submissions, which takes minutes"]
fn shards_graded_at_the_same_time_and_collected_equal_a_single_run() {
    let class = small_class("shares");
    class.grade("whole", &[]);
    let graders = ["1/2", "2/2"].map(|shard| class.command("shares", &["--shard", shard]).spawn().unwrap());
    for mut grader in graders {
        assert!(grader.wait().unwrap().success());
    }
    assert!(!class.folder.join("shares/gradebook.csv").exists(), "a share is not the class");
    let printed = class.grade("shares", &["--collect"]);
    assert_eq!(printed.lines().count(), 3, "{printed}");
    assert_same_results(&class.folder.join("shares"), &class.folder.join("whole"));
}

#[test]
#[ignore = "compiles submissions, which takes minutes"]
fn collecting_names_every_submission_without_a_mark() {
    let class = small_class("lacks");
    let printed = lacks(&class, "out", &[]);
    for id in ["ana", "ben", "cho"] {
        assert!(printed.contains(&format!("{id}: NO MARK: it was not graded\n")), "{printed}");
        assert!(printed.contains(&format!("  ? of 100  {id}\n")), "{printed}");
    }
    assert!(class.read("out/gradebook.csv").contains("threading,,,ana,,,,,,,100\n"));

    class.grade("out", &[]);
    // A grader that was stopped after writing results and before writing reports.
    let feedback = class.folder.join("out/cho/feedback.html");
    fs::remove_file(&feedback).unwrap();
    class.hand_in("ana", &with_block(reference(), ATOMIC, "atomic-increment", STALE));
    let results = class.read("out/ben/results.json");
    let stopped = results.replace("\"complete\": true", "\"complete\": false");
    assert_ne!(results, stopped);
    fs::write(class.folder.join("out/ben/results.json"), stopped).unwrap();
    let printed = lacks(&class, "out", &[]);
    assert!(printed.contains("ana: NO MARK: it was handed in again after grading\n"), "{printed}");
    assert!(printed.contains("ben: NO MARK: grading it did not finish\n"), "{printed}");
    assert!(!printed.contains("cho: NO MARK"), "{printed}");
    assert!(feedback.exists());

    let printed = lacks(&class, "out", &["--seed", "7"]);
    assert!(
        printed.contains("cho: NO MARK: it was graded with different checks or a different seed\n"),
        "{printed}"
    );
}
