//! The lab's own files as students have them: what a submission may hold beside its solutions without saying anything.

use crate::blocks::shipped;
use crate::files::Digest;
use crate::reference::Reference;
use std::fs;
use std::path::{Path, PathBuf};

/// Names in a handout's top folder that are no source text, or that every project has.
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

/// The lab's files. By default none is known.
#[derive(Clone, Debug, Default)]
pub struct Given {
    root: Option<PathBuf>,
}

/// How a file compares with the lab's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// The lab has it, with this content.
    Same,
    /// The lab has it, with another content.
    Changed,
    /// The lab does not have it.
    New,
}

impl Given {
    /// The files of the workspace in `root`.
    pub fn of(root: &Path) -> Self {
        Given { root: Some(root.to_path_buf()) }
    }

    /// Compares the file at `path` of a submission, of which this is the digest.
    pub fn compare(&self, path: &str, digest: u64) -> Compared {
        let Some((root, place)) = self.place(path) else {
            let is_top = path.rsplit('/').next() == Some("Cargo.toml") && !path.contains("crates/");
            return if is_top { Compared::Same } else { Compared::New };
        };
        let is_same = |text: &str| Digest::default().with(text.as_bytes()).number() == digest;
        let Ok(text) = fs::read_to_string(root.join(&place)) else { return Compared::New };
        // Whoever converts the ends of lines has changed nothing.
        let same = |text: &str| is_same(text) || is_same(&text.replace('\n', "\r\n"));
        // Few files ship otherwise than they are, so that is looked at last.
        let same = same(&text) || shipped(Path::new(&place), &text).is_ok_and(|text| same(&text));
        if same { Compared::Same } else { Compared::Changed }
    }

    /// Whether the lab has a file there, or every project may.
    pub fn has(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or_default();
        TOP.contains(&name) || self.place(path).is_some()
    }

    /// Whether the file at `path` of a submission is one of the lab's that lies elsewhere than in `place`.
    pub fn is_elsewhere(&self, path: &str, place: &str) -> bool {
        self.place(path).is_some_and(|(_, other)| other != place)
    }

    /// Which of the lab's files the path of a submission names, whatever folders it begins with.
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
    fn a_given_file_is_told_from_a_changed_and_a_new_one() {
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
    fn a_file_is_compared_with_what_students_got() {
        let (root, given) = given();
        let file = "crates/counter-race/Cargo.toml";
        let text = fs::read_to_string(root.join(file)).unwrap();
        let theirs = shipped(Path::new(file), &text).unwrap();
        assert_ne!(theirs, text);
        assert_eq!(given.compare(file, digest(&theirs)), Compared::Same);
    }

    #[test]
    fn another_file_of_the_lab_with_the_same_name_is_elsewhere() {
        let (_, given) = given();
        let place = "crates/counter-race/src/atomic.rs";
        assert!(given.is_elsewhere("lab/crates/interleave/src/execution/graph/atomic.rs", place));
        assert!(!given.is_elsewhere("lab/crates/counter-race/src/atomic.rs", place));
        assert!(!given.is_elsewhere("atomic.rs", place));
    }
}
