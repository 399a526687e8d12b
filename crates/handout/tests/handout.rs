//! The handout as a student gets it. Compiling it takes a minute, so only `cargo xtask ci` runs the test that does.

use checks::EXERCISES;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A handout in its own folder, removed when the test ends.
struct Handout(PathBuf);

impl Handout {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("handout-of-{name}-{}", std::process::id()));
        let output = write(&folder);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Handout(folder)
    }

    fn files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        let mut folders = vec![self.0.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { files.push(path) }
            }
        }
        files
    }

    /// Runs cargo in it, with a target folder that later runs reuse.
    fn cargo(&self, arguments: &[&str]) -> (bool, String) {
        let mut cargo = Command::new("cargo");
        cargo.args(arguments).arg("--target-dir").arg(root().join("target/handout"));
        let output = cargo.current_dir(&self.0).output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&text).into_owned())
    }

    /// Runs `cargo xtask check` without the overview's memory.
    fn check(&self) -> (bool, String) {
        self.student(&["check", "--all"])
    }

    /// Runs a command of the students' program.
    fn student(&self, arguments: &[&str]) -> (bool, String) {
        let (built, text) = self.cargo(&["build", "--package", "checks", "--bin", "student"]);
        assert!(built, "{text}");
        let program = root().join("target/handout/debug/student");
        let output = Command::new(program).args(arguments).current_dir(&self.0).output().unwrap();
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

impl Drop for Handout {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap()
}

fn write(folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_handout")).arg(folder).output().unwrap()
}

#[test]
fn no_instructor_files_or_markers_are_in_the_handout() {
    let handout = Handout::new("what-ships");
    for file in handout.files() {
        let name = file.strip_prefix(&handout.0).unwrap().to_string_lossy().replace('\\', "/");
        let instructors = ["instructor", "wrong/", "right/", "proofs", "grader", "handout", "xtask/", ".github"];
        assert!(!instructors.iter().any(|word| name.contains(word)), "{name}");
        let text = fs::read_to_string(&file).unwrap();
        let marker = text.lines().find(|line| {
            ["// SOLUTION ", "// END SOLUTION", "// GIVEN ", "# NOT IN", "# IN HANDOUT"]
                .iter()
                .any(|m| line.trim().starts_with(m))
        });
        assert_eq!(marker, None, "{name}");
    }
}

#[test]
fn every_exercise_has_a_todo_a_line_in_the_readme_and_one_in_the_editor_s_list() {
    let handout = Handout::new("exercises");
    let read = |file: &str| fs::read_to_string(handout.0.join(file)).unwrap();
    for exercise in EXERCISES {
        let file = exercise.path();
        let todo = format!("todo!(\"{{}}\", \"{}: ", exercise.id);
        assert!(read(&file).contains(&todo), "{file}: {todo}");
        let needs: Vec<_> = exercise.needs.iter().map(|id| format!("`{id}`")).collect();
        let needs = format!("| {} |", needs.join(", ")).replace("|  |", "| |");
        let line = |line: &str| {
            line.contains(&format!("| `{}` |", exercise.id)) && line.contains(&file) && line.ends_with(&needs)
        };
        assert!(read("README.md").lines().any(line), "{}", exercise.id);
        assert!(read(".vscode/tasks.json").contains(&format!("\"{}\"", exercise.id)), "{}", exercise.id);
    }
}

#[test]
fn every_todo_names_an_exercise_of_its_file() {
    let handout = Handout::new("todos");
    for file in EXERCISES.map(|exercise| exercise.path()) {
        let text = fs::read_to_string(handout.0.join(&file)).unwrap();
        for todo in text.lines().filter(|line| line.trim().starts_with("todo!(")) {
            let own = |id: &str| todo.contains(&format!("\"{id}: "));
            assert!(EXERCISES.iter().any(|exercise| exercise.path() == file && own(exercise.id)), "{file}: {todo}");
        }
    }
}

#[test]
fn the_lock_file_has_none_of_the_instructor_s_crates() {
    let handout = Handout::new("lock-file");
    let lock = fs::read_to_string(handout.0.join("Cargo.lock")).unwrap();
    for name in ["landlock", "seccompiler", "proptest", "trybuild", "insta", "grader", "handout", "xshell"] {
        assert!(!lock.contains(&format!("\nname = \"{name}\"\n")), "{name}");
    }
}

#[test]
fn a_folder_that_is_not_empty_is_refused() {
    let output = write(root());
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.starts_with("error: ") && message.lines().count() == 1, "{message}");
}

#[test]
#[ignore = "compiles a workspace: cargo xtask ci"]
fn a_handout_compiles_without_warnings_and_passes_only_with_the_solutions() {
    let handout = Handout::new("compiled");
    for features in [&[][..], &["--features=counter-race/model,producer-consumer/model,fetch-pool/model"]] {
        let arguments = [&["check", "--workspace", "--all-targets"][..], features].concat();
        let (compiles, text) = handout.cargo(&arguments);
        assert!(compiles && !text.contains("warning"), "{text}");
    }

    let (passed, text) = handout.check();
    assert!(!passed);
    // `-` marks a check of code that is not written yet.
    assert!(text.lines().filter(|line| line.starts_with("  - ")).count() >= EXERCISES.len(), "{text}");
    assert!(!text.contains("  ✗ ") && !text.contains("  ✓ ") && !text.contains("does not compile"), "{text}");

    let (ran, text) = handout.cargo(&["run", "--quiet", "--package", "counter-race"]);
    let panics = text.lines().filter(|line| line.contains("not written yet")).count();
    assert!(!ran && panics == 1 && !text.contains("panicked"), "{text}");

    for exercise in EXERCISES {
        let file = exercise.path();
        fs::copy(root().join(&file), handout.0.join(&file)).unwrap();
    }
    let (passed, text) = handout.check();
    assert!(passed, "{text}");
    what_is_not_graded_does_not_pass(&handout);
}

/// Only the exercise files are graded, so `check` must fail if they need a different file.
fn what_is_not_graded_does_not_pass(handout: &Handout) {
    let source = handout.0.join("crates/counter-race/src");
    let change = |file: &str, change: &dyn Fn(String) -> String| {
        let text = fs::read_to_string(source.join(file)).unwrap();
        fs::write(source.join(file), change(text)).unwrap();
    };
    fs::write(source.join("helper.rs"), "//! Helps.\n\n/// One.\npub const ONE: u64 = 1;\n").unwrap();
    change("lib.rs", &|text| text + "pub mod helper;\n");
    change("locked.rs", &|text| text.replace("+= 1", "+= crate::helper::ONE"));
    let (passed, text) = handout.student(&["check", "locked-counter"]);
    assert!(!passed && text.contains("does not compile"), "{text}");
    assert!(
        text.contains("Not graded, and left out of this check:\n  crates/counter-race/src/helper.rs (new)"),
        "{text}"
    );
    let (packed, text) = handout.student(&["pack"]);
    assert!(
        packed && text.contains("Not graded, and not in it:\n  crates/counter-race/src/helper.rs (new)"),
        "{text}"
    );
    assert!(handout.0.join("submission.zip").is_file());
}
