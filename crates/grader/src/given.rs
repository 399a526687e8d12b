//! The lab's original files as students get them. A submission may contain them without a note.

use crate::blocks::shipped;
use crate::files::Digest;
use crate::reference::Reference;
use std::fs;
use std::path::{Path, PathBuf};

/// Names in a handout's top folder that are not source text, or that every project has.
const TOP: [&str; 8] = [
    "README.md",
    "Cargo.lock",
    "LICENSE-MIT",
    "LICENSE-APACHE",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "config.toml",
    "given.json",
];

/// The lab's files; none by default.
#[derive(Clone, Debug, Default)]
pub struct Given {
    root: Option<PathBuf>,
}

/// How a file compares to the lab's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// The lab has the same file.
    Same,
    /// The lab has the file with different content.
    Changed,
    /// The lab does not have it.
    New,
}

impl Given {
    /// The files of the workspace in `root`.
    pub fn of(root: &Path) -> Self {
        Given { root: Some(root.to_path_buf()) }
    }

    /// Compares the file at `path` of a submission, by its digest.
    pub fn compare(&self, path: &str, digest: u64) -> Compared {
        let Some((root, place)) = self.place(path) else {
            let is_top = path.rsplit('/').next() == Some("Cargo.toml") && !path.contains("crates/");
            return if is_top { Compared::Same } else { Compared::New };
        };
        let is_same = |text: &str| Digest::default().with(text.as_bytes()).number() == digest;
        let Ok(text) = fs::read_to_string(root.join(&place)) else { return Compared::New };
        // Converted line endings are not a change.
        let same = |text: &str| is_same(text) || is_same(&text.replace('\n', "\r\n"));
        // Few files are changed on their way into the handout, so that comes last.
        let same = same(&text) || shipped(Path::new(&place), &text).is_ok_and(|text| same(&text));
        if same { Compared::Same } else { Compared::Changed }
    }

    /// Whether the lab has a file with this path, or any project may have one.
    pub fn has(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or_default();
        TOP.contains(&name) || self.place(path).is_some()
    }

    /// Whether the file at `path` of a submission is a lab file that belongs elsewhere than in `place`.
    pub fn is_elsewhere(&self, path: &str, place: &str) -> bool {
        self.place(path).is_some_and(|(_, other)| other != place)
    }

    /// Which lab file the path in a submission names, whatever folders it begins with.
    fn place(&self, path: &str) -> Option<(&Path, String)> {
        let root = self.root.as_deref()?;
        let parts: Vec<&str> = path.split('/').collect();
        let ends = (0..parts.len()).map(|from| &parts[from..]);
        let places = ends.filter_map(|end| match end[0] {
            "crates" => Some(end.join("/")),
            package if Reference::packages().contains(&package) => Some(format!("crates/{}", end.join("/"))),
            _ => None,
        });
        let mut places = places.filter(|place| !place.split('/').any(|part| part == ".."));
        places.find(|place| root.join(place).is_file()).map(|place| (root, place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given() -> (PathBuf, Given) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_path_buf();
        (root.clone(), Given::of(&root))
    }

    fn digest(text: &str) -> u64 {
        Digest::default().with(text.as_bytes()).number()
    }

    #[test]
    fn original_changed_and_new_files_are_distinguished() {
        let (root, given) = given();
        let text = fs::read_to_string(root.join("crates/counter-race/src/lib.rs")).unwrap();
        let lib = "my-lab/crates/counter-race/src/lib.rs";
        assert_eq!(given.compare(lib, digest(&text)), Compared::Same);
        assert_eq!(given.compare("counter-race/src/lib.rs", digest(&text)), Compared::Same);
        assert_eq!(given.compare(lib, digest(&text.replace('\n', "\r\n"))), Compared::Same);
        assert_eq!(given.compare(lib, digest(&(text + "pub mod helper;\n"))), Compared::Changed);
        assert_eq!(given.compare("my-lab/crates/counter-race/src/helper.rs", 0), Compared::New);
        assert_eq!(given.compare("helper.rs", 0), Compared::New);
    }

    #[test]
    fn a_file_is_compared_with_the_students_version() {
        let (root, given) = given();
        let file = "crates/counter-race/Cargo.toml";
        let text = fs::read_to_string(root.join(file)).unwrap();
        let theirs = shipped(Path::new(file), &text).unwrap();
        assert_ne!(theirs, text);
        assert_eq!(given.compare(file, digest(&theirs)), Compared::Same);
    }

    #[test]
    fn a_lab_file_with_the_same_name_in_a_different_place_is_recognised() {
        let (_, given) = given();
        let place = "crates/counter-race/src/atomic.rs";
        assert!(given.is_elsewhere("lab/crates/interleave/src/execution/graph/atomic.rs", place));
        assert!(!given.is_elsewhere("lab/crates/counter-race/src/atomic.rs", place));
        assert!(!given.is_elsewhere("atomic.rs", place));
    }
}
