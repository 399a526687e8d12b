//! The marks of each submission of a class, and all reports.

use crate::archives::{tar_gz, zip};
use crate::class::{
    ATOMIC, Class, Files, LOCKED, PREDICTIONS, QUEUE, Results, STALE, WORKERS, place, reference, starter,
    with_block,
};
use serde_json::Value;

const LOCKS_TWICE: &str =
    "let mut count = self.count.lock().unwrap_or_else(PoisonError::into_inner);\n*count = self.count() + 1;";
const LOOKS_AND_THEN_WAITS: &str = "loop {
    if let Some(item) = self.lock().items.pop_front() {
        self.not_full.notify_one();
        return Ok(item);
    }
    if self.lock().shut_down {
        return Err(ShutDown(()));
    }
    let state = self.lock();
    drop(self.not_empty.wait(state).unwrap_or_else(PoisonError::into_inner));
}";
const SWALLOWS_THE_SENTINEL: &str = "while let Ok(Some(task)) = queue.get() {
    work(task);
    let result = format!(\"Worker {worker} processed task {task}\");
    results.lock().unwrap_or_else(PoisonError::into_inner).push(result);
    queue.task_done();
}";

const ROSTER: &str = "\
folder,student_id,last_name,first_name,email,submitted_at
ref,1001,Reyes,Ref,ref@example.org,2026-11-20T10:00:00Z
zipped,1002,Zhou,Zi,zi@example.org,2026-11-22T19:00:00Z
";
const DUE: &str = "2026-11-22T18:00:00Z";

/// The reference's files with the text of one changed.
fn changed(file: &str, change: impl FnOnce(String) -> String) -> Files {
    let mut files = reference();
    let text = String::from_utf8(files[file].clone()).unwrap();
    let changed = change(text.clone());
    assert_ne!(changed, text, "{file}");
    files.insert(file.to_string(), changed.into_bytes());
    files
}

#[test]
#[ignore = "compiles submissions, which takes minutes"]
fn a_class_gets_its_marks_and_its_reports() {
    let class = Class::new("marks");
    let two = with_block(reference(), LOCKED, "locked-increment", LOCKS_TWICE);
    let two = with_block(two, ATOMIC, "atomic-increment", STALE);
    let zipped = with_block(reference(), QUEUE, "queue-get", LOOKS_AND_THEN_WAITS);
    let both = with_block(zipped.clone(), WORKERS, "consumer", SWALLOWS_THE_SENTINEL);
    let stub = with_block(reference(), PREDICTIONS, "predict-two-by-two", "todo!(\"think\")");
    let std_sync = changed(LOCKED, |text| text.replace("use common::sync::{", "use std::sync::{"));
    let signature =
        changed(LOCKED, |text| text.replace("starting_at(count: u64)", "starting_at(count: u64, _step: u64)"));
    let errors = changed(LOCKED, |text| text + &"fn wrong() -> u64 { \"text\" }\n".repeat(1000));
    let warnings = changed(LOCKED, |text| text + "\nfn unused() {\n    let unused = 1;\n}\n");
    let commented = changed(ATOMIC, |text| text + "// The end.\n");
    let mut not_utf8 = reference();
    not_utf8.insert(LOCKED.to_string(), b"// one\n// caf\xe9\n".to_vec());

    class.hand_in("ref", &reference());
    class.hand_in("start", &starter());
    class.hand_in("two", &two);
    class.hand_in_archive("zipped.zip", &zip(&zipped));
    class.hand_in_archive("packed.tar.gz", &tar_gz(&commented));
    class.hand_in("both", &both);
    class.hand_in("stub", &stub);
    class.hand_in("std", &std_sync);
    class.hand_in("signature", &signature);
    class.hand_in("not-utf8", &not_utf8);
    class.hand_in("errors", &errors);
    class.hand_in("warnings", &warnings);
    class.hand_in_archive("unread.7z", b"7z");
    std::fs::write(class.folder.join("roster.csv"), ROSTER).unwrap();
    let printed = class.grade("out", &["--roster", "roster.csv", "--due", DUE, "--late-penalty", "10"]);

    let of = |id: &str| class.results("out", id);
    for (id, incomplete, score) in [
        ("ref", &[][..], Some(100)),
        ("packed", &[], Some(100)),
        ("warnings", &[], Some(100)),
        ("two", &["locked-counter", "atomic-counter"], None),
        ("zipped", &["queue-put-get", "queue-join"], None),
        ("both", &["queue-put-get", "queue-join", "sentinel"], None),
        ("stub", &["predictions"], None),
        ("std", &["locked-counter"], Some(90)),
        // The checks are compiled together, including those that do not call the changed function.
        ("signature", &["locked-counter"], Some(90)),
        ("not-utf8", &["locked-counter"], Some(90)),
        ("errors", &["locked-counter"], Some(90)),
    ] {
        assert_eq!(of(id).incomplete(), incomplete, "{id}");
        assert!(score.is_none_or(|score| of(id).score() == score), "{id} has {}", of(id).score());
        let score = of(id).score() as f64;
        // The late submission: a tenth off.
        let score = if id == "zipped" { score * 0.9 } else { score };
        let line = format!("{score} of 100  {id}");
        assert!(printed.lines().any(|printed| printed.trim_start() == line), "no `{line}` in {printed}");
    }
    for id in ["start", "unread"] {
        assert_eq!(of(id).score(), 0, "{id}");
    }
    for id in ["std", "not-utf8", "errors"] {
        assert_eq!(of(id).exercise("locked-counter"), (0, 10), "{id}");
    }
    the_reasons_are_the_students(&of);
    feedback_names_the_students_lines(&class, [&two, &zipped]);
    feedback_gives_no_line_of_the_lab_s_away(&class, &both);
    a_failing_run_can_be_stepped_along(&class);
    every_report_is_there(&class);
    the_gradebook_has_the_roster_and_the_penalty(&class, of("zipped").score());
}

fn the_reasons_are_the_students(of: &dyn Fn(&str) -> Results) {
    let verdicts = |id: &str, exercise: &str| of(id).verdicts(exercise);
    assert_eq!(verdicts("two", "locked-counter"), ["deadlock"]);
    assert_eq!(verdicts("two", "atomic-counter"), ["passed", "race condition"]);
    assert!(verdicts("zipped", "queue-put-get").contains(&"lost wake-up".to_string()));
    for exercise in checks::EXERCISES {
        assert_eq!(verdicts("start", exercise.id), ["not written yet"], "{}", exercise.id);
        assert_eq!(verdicts("unread", exercise.id), ["not readable"], "{}", exercise.id);
    }
    assert_eq!(verdicts("stub", "predictions"), ["not written yet", "passed"]);
    let left = of("stub");
    let left = left.finding("predict-two-by-two");
    assert_eq!(left["message"], "think");
    assert!(left["place"].as_str().unwrap().starts_with(&format!("{PREDICTIONS}:")), "{left}");
    assert_eq!(verdicts("std", "locked-counter"), ["forbidden"]);
    let message = |id: &str| {
        let results = of(id);
        let finding = results.finding("locked-loses-nothing");
        assert!(
            ["forbidden", "does not compile", "not readable"].contains(&finding["verdict"].as_str().unwrap()),
            "{id}"
        );
        finding["message"].as_str().unwrap().to_string()
    };
    assert!(message("std").contains("write `common::sync::Mutex` instead"), "{}", message("std"));
    assert!(message("signature").contains(&format!("a public signature in {LOCKED} was changed")));
    assert!(message("not-utf8").contains("line 2 is not UTF-8"), "{}", message("not-utf8"));
    assert_eq!(message("unread").split(' ').next(), Some(".7z"));
    let errors = of("errors");
    let finding = errors.finding("locked-loses-nothing");
    // The name is defined a thousand times, which gives 999 errors, and each body is one more.
    assert!(finding["evidence"]["errors"].as_u64().unwrap() >= 1000, "{finding}");
    assert!(finding["place"].as_str().unwrap().starts_with(LOCKED), "{finding}");
    assert!(finding["detail"].as_str().unwrap().lines().count() < 200, "{finding}");
}

/// A race, a deadlock and a lost wake-up, each with the lines of the student's own file.
fn feedback_names_the_students_lines(class: &Class, [two, zipped]: [&Files; 2]) {
    let pages = |id: &str| ["md", "html"].map(|form| class.read(&format!("out/{id}/feedback.{form}")));
    for page in pages("two") {
        let race = ["self.count.load(Relaxed);", "self.count.store("].map(|code| place(two, ATOMIC, code));
        let deadlock =
            ["let mut count = self.count.lock()", "*self.count.lock()"].map(|code| place(two, LOCKED, code));
        for line in race.iter().chain(&deadlock) {
            assert!(page.contains(line.as_str()), "no {line} in {page}");
        }
    }
    for page in pages("zipped") {
        for code in ["let Some(item) = self.lock()", "self.not_empty.wait(state)"] {
            let line = place(zipped, QUEUE, code);
            assert!(page.contains(&line), "no {line} in {page}");
        }
    }
}

/// The page shows the first failing model of each, with the lines of the student's own file, within the page's size
/// limit.
fn a_failing_run_can_be_stepped_along(class: &Class) {
    let page = |id: &str| class.read(&format!("out/{id}/feedback.html"));
    for (id, title, code) in [
        ("two", "loses no increment in any interleaving", "let mut count = self.count.lock()"),
        ("zipped", "", "self.not_empty.wait(state)"),
    ] {
        let page = page(id);
        let (_, part) = page.split_once("<h2 id=\"step-by-step\">").unwrap_or_else(|| panic!("{id}: no such part"));
        assert!(part.starts_with(&format!("Step by step: {title}")), "{id}: {}", &part[..200]);
        assert!(part.contains(code) && page.len() <= 300_000, "{id}: {} bytes", page.len());
    }
    assert!(!page("ref").contains("step-by-step"));
}

/// The consumer is checked with the lab's queue, because the student's is wrong. The page shows no line of the lab's
/// queue.
fn feedback_gives_no_line_of_the_lab_s_away(class: &Class, both: &Files) {
    for page in ["md", "html"].map(|form| class.read(&format!("out/both/feedback.{form}"))) {
        let sentinel = &page[page.find("sentinel: consumers").unwrap()..page.find("pool-workers: ").unwrap()];
        assert!(sentinel.contains("lab") && sentinel.contains("s queue)"), "{sentinel}");
        assert!(sentinel.contains(&place(both, WORKERS, "results.lock()")), "{sentinel}");
        for code in ["queue.rs", "self.not_empty.wait", "lock_when", "lab_s_lines"] {
            assert!(!sentinel.contains(code), "{code} in {sentinel}");
        }
    }
}

fn every_report_is_there(class: &Class) {
    for id in ["ref", "start", "two", "zipped", "packed", "unread", "errors", "not-utf8"] {
        let read = |file: &str| class.read(&format!("out/{id}/{file}"));
        let json = |file: &str| -> Value { serde_json::from_str(&read(file)).unwrap() };
        let results = json("results.json");
        assert_eq!((&results["version"], &results["complete"]), (&1.into(), &true.into()), "{id}");
        // The late submission has less than its checks earned, on every platform.
        let raw = results["score"].as_f64().unwrap();
        let score = if id == "zipped" { raw - raw * 10.0 / 100.0 } else { raw };
        assert_eq!(json("gradescope/results.json")["score"].as_f64(), Some(score), "{id}");
        assert_eq!(json("classroom50/result.json")["score"].as_f64(), Some(score.round()), "{id}");
        let checks = results["checks"].as_array().unwrap();
        let xml = read("junit.xml");
        let junit = roxmltree::Document::parse(&xml).unwrap();
        let count = |name: &str| junit.descendants().filter(|node| node.has_tag_name(name)).count();
        let failed = checks.iter().filter(|check| check["finding"]["verdict"] != "passed").count();
        assert_eq!((count("testcase"), count("failure"), count("error")), (checks.len(), failed, 0), "{id}");
        assert!(read("feedback.md").starts_with(&format!("# {id}: {score} of 100 points")), "{id}");
        assert!(read("feedback.html").trim_end().ends_with("</html>"), "{id}");
    }
    // The time of submission from the roster; without a roster, the time of the first grading.
    let of_ref: Value = serde_json::from_str(&class.read("out/ref/classroom50/result.json")).unwrap();
    assert_eq!(of_ref["datetime"], "2026-11-20T10:00:00Z");
    let summary: Value = serde_json::from_str(&class.read("out/summary.json")).unwrap();
    assert_eq!(summary["submissions"], 13);
    assert!(class.read("out/summary.md").starts_with("# 13 submissions"));
}

fn the_gradebook_has_the_roster_and_the_penalty(class: &Class, raw: u64) {
    let csv = class.read("out/gradebook.csv");
    let mut rows = csv.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let columns = rows.next().unwrap();
    let rows: Vec<_> = rows.collect();
    assert_eq!(rows.len(), 13);
    assert!(rows.iter().all(|row| row.len() == columns.len()), "{csv}");
    let cell = |student: &str, column: &str| {
        let at = |name: &str| columns.iter().position(|other| *other == name).unwrap();
        let row = rows.iter().find(|row| row[at("student_id")] == student).unwrap();
        row[at(column)].to_string()
    };
    assert_eq!((cell("1001", "last_name"), cell("1001", "score")), ("Reyes".to_string(), "100".to_string()));
    // An hour late: the first day has begun.
    let penalty: f64 = cell("1002", "late_submission_penalty").parse().unwrap();
    assert_eq!((cell("1002", "raw_score"), penalty), (raw.to_string(), raw as f64 / 10.0));
    assert_eq!(cell("1002", "score").parse::<f64>().unwrap(), raw as f64 - penalty);
    assert_eq!((cell("std", "raw_score"), cell("std", "score")), ("90".to_string(), "90".to_string()));
}
