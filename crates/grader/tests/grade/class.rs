//! A class in a temporary folder, and runs of the grader on it.

use grader::blocks;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// An increment that loses updates.
pub const STALE: &str = "let count = self.count.load(Relaxed);\nself.count.store(count + 1, Relaxed);";

/// The files that a student edits, by path in the workspace.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The file of each exercise.
pub const LOCKED: &str = "crates/counter-race/src/locked.rs";
pub const ATOMIC: &str = "crates/counter-race/src/atomic.rs";
pub const PREDICTIONS: &str = "crates/counter-race/src/predictions.rs";
pub const QUEUE: &str = "crates/producer-consumer/src/queue.rs";
pub const WORKERS: &str = "crates/producer-consumer/src/workers.rs";

/// Submissions and results, in a folder that is removed when the test ends.
pub struct Class {
    pub folder: PathBuf,
}

impl Class {
    pub fn new(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("grader-class-{test}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("class")).unwrap();
        Class { folder }
    }

    /// Hands in a folder.
    pub fn hand_in(&self, id: &str, files: &Files) {
        for (file, bytes) in files {
            let file = self.folder.join("class").join(id).join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, bytes).unwrap();
        }
    }

    /// Hands in an archive.
    pub fn hand_in_archive(&self, name: &str, bytes: &[u8]) {
        fs::write(self.folder.join("class").join(name), bytes).unwrap();
    }

    /// The command `grader grade`, with results in the folder `out`.
    pub fn command(&self, out: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_grader"));
        command.args(["grade", "--out", out]).args(arguments).arg("class");
        command.current_dir(&self.folder);
        command
    }

    /// Runs it; it must exit with 0.
    pub fn grade(&self, out: &str, arguments: &[&str]) -> String {
        let output = self.command(out, arguments).output().unwrap();
        assert!(output.status.success(), "{}", text(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    pub fn results(&self, out: &str, id: &str) -> Results {
        Results(serde_json::from_str(&self.read(&format!("{out}/{id}/results.json"))).unwrap())
    }
}

impl Drop for Class {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// One submission's `results.json`.
pub struct Results(pub Value);

impl Results {
    pub fn score(&self) -> u64 {
        self.0["score"].as_u64().unwrap()
    }

    /// The points of an exercise, earned and possible.
    pub fn exercise(&self, id: &str) -> (u64, u64) {
        let exercise = self.find("exercises", id);
        (exercise["score"].as_u64().unwrap(), exercise["max_score"].as_u64().unwrap())
    }

    /// The finding of a check.
    pub fn finding(&self, check: &str) -> &Value {
        &self.find("checks", check)["finding"]
    }

    /// The verdicts of an exercise's checks, each once.
    pub fn verdicts(&self, exercise: &str) -> Vec<String> {
        let checks = self.0["checks"].as_array().unwrap().iter().filter(|check| check["exercise"] == exercise);
        let mut verdicts: Vec<_> =
            checks.map(|check| check["finding"]["verdict"].as_str().unwrap().to_string()).collect();
        verdicts.sort();
        verdicts.dedup();
        verdicts
    }

    /// The exercises without full points.
    pub fn incomplete(&self) -> Vec<&str> {
        let exercises = self.0["exercises"].as_array().unwrap().iter();
        let exercises = exercises.filter(|exercise| exercise["score"] != exercise["max_score"]);
        exercises.map(|exercise| exercise["id"].as_str().unwrap()).collect()
    }

    fn find(&self, list: &str, id: &str) -> &Value {
        let found = self.0[list].as_array().unwrap().iter().find(|one| one["id"] == id);
        found.unwrap_or_else(|| panic!("no {id} in {list}"))
    }
}

/// Three submissions: one right, one with a race, one not written.
pub fn small_class(test: &str) -> Class {
    let class = Class::new(test);
    class.hand_in("ana", &reference());
    class.hand_in("ben", &with_block(reference(), ATOMIC, "atomic-increment", STALE));
    class.hand_in("cho", &with_block(reference(), LOCKED, "locked-count", "todo!()"));
    class
}

/// Every file of the results below a folder, with its contents. Without the time of the first grading, which differs
/// each time, and without hidden files, which a killed grader may leave half written.
fn contents(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            if path.file_name().unwrap().to_string_lossy().starts_with('.') {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let text = text.lines().filter(|line| !line.trim_start().starts_with("\"datetime\""));
            files.push((name, text.collect::<Vec<_>>().join("\n")));
        }
    }
    files.sort();
    files
}

/// Asserts that two folders of results are equal, and prints the first line that differs.
pub fn assert_same_results(one: &Path, other: &Path) {
    let [one, other] = [one, other].map(contents);
    let names = |files: &[(String, String)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&one), names(&other));
    for ((name, one), (_, other)) in one.iter().zip(&other) {
        if let Some(lines) = one.lines().zip(other.lines()).find(|(one, other)| one != other) {
            panic!("{name}: {lines:?}");
        }
        assert_eq!(one.lines().count(), other.lines().count(), "{name}");
    }
}

/// The printed output.
pub fn text(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap()
}

/// The reference's files.
pub fn reference() -> Files {
    let files = checks::EXERCISES.iter().map(checks::Exercise::path);
    files.map(|file| (file.clone(), fs::read(root().join(&file)).unwrap())).collect()
}

/// The files of a handout.
pub fn starter() -> Files {
    let stubs = |(file, bytes): (String, Vec<u8>)| {
        let stub = blocks::handout(&file, std::str::from_utf8(&bytes).unwrap()).unwrap();
        (file, stub.into_bytes())
    };
    reference().into_iter().map(stubs).collect()
}

/// The reference's files with one block replaced.
pub fn with_block(mut files: Files, file: &str, block: &str, code: &str) -> Files {
    let text = std::str::from_utf8(&files[file]).unwrap();
    let by = BTreeMap::from([(block.to_string(), code.to_string())]);
    let replaced = blocks::replace(file, text, &by).unwrap();
    assert_ne!(replaced, text, "{file} has a block {block}");
    files.insert(file.to_string(), replaced.into_bytes());
    files
}

/// `locked.rs:57`: where a line of a submitted file that contains `code` is, as reports say it.
pub fn place(files: &Files, file: &str, code: &str) -> String {
    let text = std::str::from_utf8(&files[file]).unwrap();
    let line = text.lines().position(|line| line.contains(code)).unwrap_or_else(|| panic!("no `{code}` in {file}"));
    format!("{}:{}", file.rsplit('/').next().unwrap(), line + 1)
}
