//! The original files of the lab. The grader combines a student's exercise files with these, so other changes are not
//! graded: `check` says so, and checks exactly what will be graded.
//!
//! A handout holds the originals in one file, a copy that students do not change by accident. The lab itself has no
//! such file: there every file is the original.

use crate::examine::files_in;
use checks::EXERCISES;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The file of a handout that holds all others.
const GIVEN: &str = "given.json";
/// How many changes are named; the rest are counted.
const MOST_NAMED: usize = 10;

/// The files, by their path in the workspace.
pub struct Given(BTreeMap<String, String>);

/// A file that is not the original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Relative to the workspace.
    pub file: String,
    /// `changed`, `missing` or `new`.
    pub what: &'static str,
}

impl Given {
    /// The originals of the workspace in `root`; `None` if every file is the original.
    pub fn load(root: &Path) -> Option<Self> {
        let json: Value = serde_json::from_slice(&fs::read(root.join(GIVEN)).ok()?).ok()?;
        let file = |(name, text): (&String, &Value)| Some((name.clone(), text.as_str()?.to_string()));
        Some(Given(json.as_object()?.iter().filter_map(file).collect()))
    }

    /// Every change that affects the code but is not graded.
    pub fn changes(&self, root: &Path) -> Vec<Change> {
        let mut changes = Vec::new();
        for (file, text) in self.0.iter().filter(|(file, _)| !is_graded(file) && is_source(file)) {
            match fs::read_to_string(root.join(file)) {
                // Editors and git may change line endings.
                Ok(now) if now.replace("\r\n", "\n") == *text => {}
                Ok(_) => changes.push(Change { file: file.clone(), what: "changed" }),
                Err(_) => changes.push(Change { file: file.clone(), what: "missing" }),
            }
        }
        for path in files_in(&root.join("crates")) {
            let file = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let built = file.split('/').any(|part| part == "target");
            if is_source(&file) && !built && !is_graded(&file) && !self.0.contains_key(&file) {
                changes.push(Change { file, what: "new" });
            }
        }
        changes.sort_by(|one, other| one.file.cmp(&other.file));
        changes
    }

    /// Writes what will be graded into `folder`: the originals, with the student's exercise files.
    ///
    /// # Errors
    ///
    /// If a file cannot be read or written.
    pub fn lay_out(&self, root: &Path, folder: &Path) -> io::Result<()> {
        for path in files_in(&folder.join("crates")) {
            let file = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            if !self.0.contains_key(&file) {
                fs::remove_file(&path)?;
            }
        }
        for (file, text) in &self.0 {
            let theirs = if is_graded(file) { fs::read_to_string(root.join(file)).ok() } else { None };
            let (path, text) = (folder.join(file), theirs.as_ref().unwrap_or(text));
            // Writing a file makes cargo compile it again, even if it is unchanged.
            if fs::read_to_string(&path).ok().as_ref() != Some(text) {
                fs::create_dir_all(path.parent().unwrap_or(folder))?;
                fs::write(&path, text)?;
            }
        }
        Ok(())
    }
}

/// The warning about changes; empty if there are none.
pub fn warning(changes: &[Change]) -> String {
    if changes.is_empty() {
        return String::new();
    }
    let mut text = "Not graded, and left out of this check:\n".to_string();
    for change in changes.iter().take(MOST_NAMED) {
        let _ = writeln!(text, "  {} ({})", change.file, change.what);
    }
    if changes.len() > MOST_NAMED {
        let _ = writeln!(text, "  and {} more", changes.len() - MOST_NAMED);
    }
    text + "Only the files of the exercises are graded: put all your code into them.\n"
}

/// The graded files, each once.
pub fn graded() -> Vec<String> {
    let mut files: Vec<String> = EXERCISES.iter().map(checks::Exercise::path).collect();
    files.dedup();
    files
}

/// The workspace whose checks are built: the student's own or, if other files changed, a copy of what will be graded.
pub fn workspace(root: &Path, target: &Path) -> (PathBuf, Vec<Change>) {
    let Some(given) = Given::load(root) else { return (root.to_path_buf(), Vec::new()) };
    let changes = given.changes(root);
    if changes.is_empty() {
        return (root.to_path_buf(), changes);
    }
    let copy = target.join("graded");
    match given.lay_out(root, &copy) {
        Ok(()) => (copy, changes),
        Err(error) => {
            eprintln!("note: cannot write {}: {error}; checking your folder as it is", copy.display());
            (root.to_path_buf(), changes)
        }
    }
}

fn is_graded(file: &str) -> bool {
    EXERCISES.iter().any(|exercise| exercise.path() == file)
}

/// Whether a file can affect the code.
fn is_source(file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or_default();
    file.ends_with(".rs") || name == "Cargo.toml" || file == "rust-toolchain.toml"
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const LOCKED: &str = "crates/counter-race/src/locked.rs";
    const LIB: &str = "crates/counter-race/src/lib.rs";
    const HELPER: &str = "crates/counter-race/src/helper.rs";

    /// A folder with these files as originals.
    fn lab(test: &str) -> (PathBuf, Given) {
        let root = std::env::temp_dir().join(format!("given-{test}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        let files = [(LOCKED, "todo!()\n"), (LIB, "pub mod locked;\n"), ("README.md", "read\n")];
        let json: Value = files.iter().map(|(file, text)| ((*file).to_string(), json!(text))).collect();
        for (file, text) in files.into_iter().chain([(GIVEN, json.to_string().as_str())]) {
            fs::create_dir_all(root.join(file).parent().unwrap()).unwrap();
            fs::write(root.join(file), text).unwrap();
        }
        let given = Given::load(&root).unwrap();
        (root, given)
    }

    #[test]
    fn an_edited_exercise_is_not_a_change_but_a_new_helper_file_is() {
        let (root, given) = lab("changes");
        fs::write(root.join(LOCKED), "right();\n").unwrap();
        fs::write(root.join("README.md"), "notes\n").unwrap();
        fs::write(root.join(LIB), "pub mod locked;\r\n").unwrap();
        assert_eq!(given.changes(&root), []);
        assert_eq!(workspace(&root, &root.join("target")).0, root);
        fs::write(root.join(LIB), "pub mod locked;\npub mod helper;\n").unwrap();
        fs::write(root.join(HELPER), "").unwrap();
        let changes = given.changes(&root);
        let names: Vec<_> = changes.iter().map(|change| (change.file.as_str(), change.what)).collect();
        assert_eq!(names, [(HELPER, "new"), (LIB, "changed")]);
        let text = warning(&changes);
        assert!(
            text.contains(&format!("  {HELPER} (new)\n")) && text.lines().all(|line| line.len() <= 80),
            "{text}"
        );
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn the_checked_copy_is_the_originals_with_the_exercise_files() {
        let (root, _) = lab("copy");
        fs::write(root.join(LOCKED), "right();\n").unwrap();
        fs::write(root.join(HELPER), "").unwrap();
        let target = root.join("target");
        fs::create_dir_all(target.join("graded/crates/old")).unwrap();
        fs::write(target.join("graded/crates/old/old.rs"), "").unwrap();
        let (copy, changes) = workspace(&root, &target);
        assert_eq!((copy.as_path(), changes.len()), (target.join("graded").as_path(), 1));
        let text = |file: &str| fs::read_to_string(copy.join(file)).ok();
        assert_eq!(text(LOCKED).as_deref(), Some("right();\n"));
        assert_eq!(text(LIB).as_deref(), Some("pub mod locked;\n"));
        assert_eq!((text(HELPER), text("crates/old/old.rs")), (None, None));
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn the_lab_itself_has_no_changes() {
        let root = std::env::temp_dir();
        assert_eq!(workspace(&root, &root), (root.clone(), Vec::new()));
        assert_eq!(warning(&[]), "");
    }
}
