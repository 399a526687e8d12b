//! Finds submissions and reads them: the files that exercises ask for, and nothing else. Whatever is wrong with one is a
//! sentence for its author, and never stops the batch.

use crate::files::Digest;
use crate::judge::{HandedIn, Submission};
use crate::reference::Reference;
use anyhow::{Context, Result, bail, ensure};
use checks::Verdict;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The reference's largest file has a twentieth of it.
const MOST_BYTES: u64 = 256 * 1024;
/// More entries than this are not looked through.
const MOST_ENTRIES: usize = 20_000;
/// What editors, compilers and archivers leave behind.
const LEFT_OUT: [&str; 5] = ["target", ".git", "__MACOSX", "node_modules", ".vscode"];
const ARCHIVES: [&str; 8] = [".zip", ".tar", ".gz", ".tgz", ".xz", ".bz2", ".7z", ".rar"];

/// A submission before it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The name of its folder.
    pub id: String,
    /// The folder.
    pub path: PathBuf,
}

/// A submission as it was read.
#[derive(Clone, Debug, Default)]
pub struct Intake {
    /// What can be judged, and why the rest cannot.
    pub submission: Submission,
    /// What its author should know.
    pub notes: Vec<String>,
    /// Changes with any file that counts.
    pub digest: String,
}

/// The submissions in these paths: each a submission, or a folder of them.
pub fn find(paths: &[PathBuf]) -> Result<Vec<Found>> {
    let mut found: Vec<Found> = Vec::new();
    for path in paths {
        let kind = fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
        if !kind.is_dir() {
            bail!("{} is not a folder: unpack archives first, one folder a submission", path.display());
        }
        if is_submission(path)? {
            found.push(one(path)?);
            continue;
        }
        let mut entries: Vec<_> = fs::read_dir(path)?.collect::<Result<_, _>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        let before = found.len();
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') || LEFT_OUT.contains(&name.as_str()) {
                continue;
            }
            if entry.file_type()?.is_dir() || ARCHIVES.iter().any(|archive| name.ends_with(archive)) {
                found.push(one(&entry.path())?);
            }
        }
        ensure!(found.len() > before, "there are no submissions in {}", path.display());
    }
    let mut names = BTreeSet::new();
    for submission in &found {
        ensure!(names.insert(&submission.id), "two submissions have the name `{}`", submission.id);
    }
    Ok(found)
}

fn one(path: &Path) -> Result<Found> {
    let full = path.canonicalize().with_context(|| format!("cannot read {}", path.display()))?;
    let id = full.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    ensure!(!id.is_empty(), "{} has no name", path.display());
    Ok(Found { id, path: full })
}

/// A folder that holds a package, the folder of packages, or source files.
fn is_submission(folder: &Path) -> Result<bool> {
    let packages = Reference::packages();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name == "crates" || name == "Cargo.toml" || packages.contains(&name.as_str()) || name.ends_with(".rs") {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Reads a submission. The outer error is ours: a disk that cannot be read.
pub fn read(reference: &Reference, found: &Found) -> Result<Intake> {
    let wanted: Vec<_> = reference.texts.keys().copied().collect();
    read_files(&wanted, found)
}

fn read_files(wanted: &[(&'static str, &'static str)], found: &Found) -> Result<Intake> {
    let mut intake = Intake::default();
    if !found.path.is_dir() {
        let message = "an archive: unpack it into a folder of the same name, and grade again";
        for key in wanted {
            let unusable = HandedIn::Unusable(Verdict::GraderError, message.to_string());
            intake.submission.insert(*key, unusable);
        }
        intake.notes.push(message.to_string());
        return Ok(intake);
    }
    let entries = walk(&found.path, &mut intake.notes)?;
    if entries.is_empty() {
        intake.notes.push("nothing was handed in".to_string());
    }
    let mut digest = Digest::default();
    for &(package, file) in wanted {
        let handed_in = one_file(package, file, found, &entries, &mut intake.notes)?;
        if let Some(handed_in) = handed_in {
            digest = digest.with(format!("{package}/{file} {handed_in:?}").as_bytes());
            if let HandedIn::Unusable(_, message) = &handed_in {
                intake.notes.push(message.clone());
            }
            intake.submission.insert((package, file), handed_in);
        } else if !entries.is_empty() {
            intake.notes.push(format!("crates/{package}/{file} is missing"));
        }
    }
    intake.digest = digest.text();
    Ok(intake)
}

/// Every file and link, from the submission's folder; true for links.
fn walk(root: &Path, notes: &mut Vec<String>) -> Result<BTreeMap<PathBuf, bool>> {
    let mut entries = BTreeMap::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let entry = entry?;
            let name = entry.file_name();
            if LEFT_OUT.iter().any(|left_out| name == *left_out) {
                continue;
            }
            if entries.len() + folders.len() >= MOST_ENTRIES {
                notes.push(format!("more than {MOST_ENTRIES} files: not all were looked at"));
                return Ok(entries);
            }
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else {
                // A pipe or a device is read as little as a link.
                entries.insert(entry.path().strip_prefix(root)?.to_path_buf(), !kind.is_file());
            }
        }
    }
    Ok(entries)
}

/// The text of one file that an exercise asks for; nothing if it is not there.
fn one_file(
    package: &str,
    file: &str,
    found: &Found,
    entries: &BTreeMap<PathBuf, bool>,
    notes: &mut Vec<String>,
) -> Result<Option<HandedIn>> {
    let right_place = Path::new(package).join(file);
    let name = Path::new(file).file_name().unwrap_or_default();
    let in_place: Vec<_> = entries.keys().filter(|path| path.ends_with(&right_place)).collect();
    let anywhere: Vec<_> = entries.keys().filter(|path| path.file_name() == Some(name)).collect();
    let candidates = if in_place.is_empty() { anywhere } else { in_place.clone() };
    let Some(first) = candidates.first() else { return Ok(None) };
    let unusable = |message: String| Ok(Some(HandedIn::Unusable(Verdict::DoesNotCompile, message)));

    let mut texts = Vec::new();
    for path in &candidates {
        if entries[*path] {
            return unusable(format!("{} is a link, or no file at all: hand in the file itself", path.display()));
        }
        let full = found.path.join(path);
        let size = fs::metadata(&full).with_context(|| format!("cannot read {}", full.display()))?.len();
        if size > MOST_BYTES {
            return unusable(format!("{} has {size} bytes: at most {MOST_BYTES} are read", path.display()));
        }
        let bytes = fs::read(&full).with_context(|| format!("cannot read {}", full.display()))?;
        match String::from_utf8(bytes) {
            Ok(text) => texts.push(text),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let line = 1 + error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count();
                return unusable(format!(
                    "{}: line {line} is not UTF-8: save it with that encoding",
                    path.display()
                ));
            }
        }
    }
    if texts.iter().any(|text| *text != texts[0]) {
        let names: Vec<_> = candidates.iter().map(|path| path.display().to_string()).collect();
        return unusable(format!("{file} is there in different copies, hand in one: {}", names.join(", ")));
    }
    if in_place.is_empty() {
        notes.push(format!("{} was taken for crates/{package}/{file}, which is its place", first.display()));
    }
    Ok(texts.pop().map(HandedIn::Text))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WANTED: [(&str, &str); 1] = [("counter-race", "src/locked.rs")];

    /// A submission with these files, read. Each test has a folder of its own.
    fn intake(test: &str, files: &[(&str, &[u8])]) -> (Option<HandedIn>, Vec<String>) {
        let path = std::env::temp_dir().join(format!("grader-intake-{test}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        for (file, bytes) in files {
            let file = path.join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            match bytes.strip_prefix(b"link:") {
                #[cfg(unix)]
                Some(to) => std::os::unix::fs::symlink(std::str::from_utf8(to).unwrap(), file).unwrap(),
                _ => fs::write(file, bytes).unwrap(),
            }
        }
        let intake = read_files(&WANTED, &Found { id: test.to_string(), path: path.clone() }).unwrap();
        fs::remove_dir_all(&path).unwrap();
        (intake.submission.get(&WANTED[0]).cloned(), intake.notes)
    }

    fn message(read: &(Option<HandedIn>, Vec<String>)) -> &str {
        match &read.0 {
            Some(HandedIn::Unusable(_, message)) => message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_file_in_its_place_is_taken_however_deep_that_is() {
        let (file, notes) = intake("deep", &[("handout/crates/counter-race/src/locked.rs", b"mod a;")]);
        assert_eq!((file, notes), (Some(HandedIn::Text("mod a;".to_string())), vec![]));
    }

    #[test]
    fn a_file_in_another_place_is_taken_with_a_note() {
        let (file, notes) = intake("place", &[("my work/locked.rs", b"mod a;")]);
        assert_eq!(file, Some(HandedIn::Text("mod a;".to_string())));
        assert_eq!(
            notes,
            ["my work/locked.rs was taken for crates/counter-race/src/locked.rs, which is its place"]
        );
    }

    #[test]
    fn what_is_missing_is_said() {
        assert_eq!(intake("empty", &[]), (None, vec!["nothing was handed in".to_string()]));
        let missing = vec!["crates/counter-race/src/locked.rs is missing".to_string()];
        assert_eq!(intake("missing", &[("README.md", b"hello")]), (None, missing));
    }

    #[test]
    fn text_that_is_not_utf8_is_refused_with_its_line() {
        let read = intake("utf8", &[("counter-race/src/locked.rs", b"// ok\n// caf\xe9\n")]);
        assert_eq!(message(&read), "counter-race/src/locked.rs: line 2 is not UTF-8: save it with that encoding");
    }

    #[test]
    fn a_huge_file_is_refused_unread() {
        let read = intake("huge", &[("locked.rs", &vec![b' '; 10_000_000])]);
        assert_eq!(message(&read), "locked.rs has 10000000 bytes: at most 262144 are read");
    }

    #[test]
    fn different_copies_are_refused_and_equal_ones_are_not() {
        let read =
            intake("copies", &[("a/counter-race/src/locked.rs", b"1"), ("b/counter-race/src/locked.rs", b"2")]);
        assert!(message(&read).starts_with("src/locked.rs is there in different copies"));
        let read =
            intake("equal", &[("a/counter-race/src/locked.rs", b"1"), ("b/counter-race/src/locked.rs", b"1")]);
        assert_eq!(read.0, Some(HandedIn::Text("1".to_string())));
    }

    #[test]
    #[cfg(unix)]
    fn a_link_is_not_followed() {
        let read = intake("link", &[("counter-race/src/locked.rs", b"link:/etc/passwd")]);
        assert!(message(&read).contains("is a link"));
    }
}
