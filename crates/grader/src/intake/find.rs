//! Finds submissions: folders, archives and single files, named one by one or in a folder of them.

use super::listing::LEFT_OUT;
use super::names::looks_like;
use crate::plain;
use crate::reference::Reference;
use anyhow::{Context, Result, bail, ensure};
use checks::EXERCISES;
use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};

/// The extensions of supported archives.
pub(super) const READ: [(&str, Form); 4] =
    [(".zip", Form::Zip), (".tar", Form::Tar), (".tar.gz", Form::TarGz), (".tgz", Form::TarGz)];
/// The extensions of unsupported archives, which still count as submissions.
const UNKNOWN: [&str; 11] =
    [".tar.xz", ".tar.bz2", ".tar.zst", ".txz", ".tbz2", ".7z", ".rar", ".xz", ".bz2", ".zst", ".gz"];
/// The extension of lists of students and marks, which may be beside submissions.
const LISTS: [&str; 4] = [".csv", ".tsv", ".txt", ".json"];

/// The form of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// A folder.
    Folder,
    /// A zip archive.
    Zip,
    /// A tar archive.
    Tar,
    /// A tar archive, compressed by gzip.
    TarGz,
    /// One source file.
    File,
    /// An unsupported archive with this extension.
    Unknown(&'static str),
    /// Several submissions with one name.
    Several(Vec<Found>),
}

/// A submission before it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The name of its folder, or of its archive or file without the extension.
    pub id: String,
    /// The folder, archive or file.
    pub path: PathBuf,
    /// Its form.
    pub form: Form,
}

impl Found {
    /// The name of its folder or file on the disk.
    pub fn name(&self) -> String {
        let name = self.path.file_name().map(plain::line).unwrap_or_default();
        if self.form == Form::Folder { name + "/" } else { name }
    }
}

/// The submissions that were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finds {
    /// Sorted by name.
    pub submissions: Vec<Found>,
    /// A line for each file beside them that is not a submission.
    pub others: Vec<String>,
}

/// Finds the submissions in these paths; each is a submission, or a folder of submissions. Several with one name
/// become one of the form [`Form::Several`].
///
/// # Errors
///
/// If a path is neither, or a folder without submissions.
pub fn find(paths: &[PathBuf]) -> Result<Finds> {
    let mut finds = Finds::default();
    let mut found: Vec<Found> = Vec::new();
    for path in paths {
        let kind = fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
        if !kind.is_dir() || is_submission(path)? {
            found.push(one(path)?);
            continue;
        }
        let before = found.len();
        for entry in entries(path)? {
            let name = plain::line(&entry.file_name());
            let kind = entry.file_type()?;
            if kind.is_dir() || (kind.is_file() && (archive(&name).is_some() || is_source(&name))) {
                found.push(one(&entry.path())?);
            } else if !kind.is_file() {
                finds.others.push(format!("{name} is a link or not a regular file: not graded"));
            } else if !LISTS.iter().any(|ending| name.to_ascii_lowercase().ends_with(ending)) {
                finds.others.push(format!("{name} is neither a folder, an archive nor a source file: not graded"));
            }
        }
        ensure!(found.len() > before, "there are no submissions in {}", path.display());
    }
    for one in found {
        match finds.submissions.iter_mut().find(|other| other.id == one.id) {
            None => finds.submissions.push(one),
            // The same path may be named twice on the command line.
            Some(other) if other.path == one.path => {}
            Some(Found { form: Form::Several(all), .. }) => all.push(one),
            Some(other) => {
                let (id, path) = (one.id.clone(), other.path.clone());
                let several = Found { id, path, form: Form::Several(vec![other.clone(), one]) };
                *other = several;
            }
        }
    }
    Ok(finds)
}

/// The entries of a folder without hidden ones, sorted by name.
fn entries(folder: &Path) -> Result<Vec<DirEntry>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut entries: Vec<_> = entries.collect::<Result<_, _>>()?;
    entries.retain(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        !name.starts_with('.') && !LEFT_OUT.contains(&name.as_str())
    });
    entries.sort_by_key(DirEntry::file_name);
    Ok(entries)
}

fn one(path: &Path) -> Result<Found> {
    let full = path.canonicalize().with_context(|| format!("cannot read {}", path.display()))?;
    let name = full.file_name().map(plain::name).unwrap_or_default();
    let (id, form) = match archive(&name) {
        _ if full.is_dir() => (name.as_str(), Form::Folder),
        Some(archive) => archive,
        None if is_source(&name) => {
            let lower = name.to_ascii_lowercase();
            let end = lower.rfind(".rs").unwrap_or(name.len());
            (&name[..end], Form::File)
        }
        None => {
            let endings = READ.map(|(ending, _)| ending).join(", ");
            bail!("{} is neither a folder nor an archive ({endings})", path.display())
        }
    };
    // It becomes the name of the folder for results.
    ensure!(!["", ".", ".."].contains(&id), "{} has no name before its extension", path.display());
    Ok(Found { id: id.to_string(), path: full, form })
}

/// The name of a submission whose folder, archive or file is called `name`: `ana` for `ana.zip` and `ana/`.
pub fn without_ending(name: &str) -> &str {
    let name = name.trim_end_matches(['/', '\\']);
    archive(name).map_or(name, |(id, _)| id)
}

/// An archive's name without its extension, and its form; `None` if it is not an archive.
pub(super) fn archive(name: &str) -> Option<(&str, Form)> {
    let lower = name.to_ascii_lowercase();
    let unknown = UNKNOWN.map(|ending| (ending, Form::Unknown(ending)));
    // `.tar.gz` ends with `.gz`, so supported extensions come first.
    let (ending, form) = READ.into_iter().chain(unknown).find(|(ending, _)| lower.ends_with(ending))?;
    Some((&name[..name.len() - ending.len()], form))
}

fn is_source(name: &str) -> bool {
    let of_exercise = |exercise: &checks::Exercise| looks_like(name, super::names::last_part(exercise.file));
    name.ends_with(".rs") || EXERCISES.iter().any(of_exercise)
}

/// Whether a folder is a single submission: it contains a package or the folder of packages, or source files and
/// nothing that looks like a submission of its own.
fn is_submission(folder: &Path) -> Result<bool> {
    let packages = Reference::packages();
    let (mut has_source, mut has_submission) = (false, false);
    for entry in entries(folder)? {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name == "crates" || name == "Cargo.toml" || packages.contains(&name.as_str()) {
            return Ok(true);
        }
        let kind = entry.file_type()?;
        has_source |= kind.is_file() && is_source(&name);
        has_submission |= kind.is_file() && archive(&name).is_some();
        has_submission |= kind.is_dir() && has_files_to_grade(&entry.path(), 3)?;
    }
    Ok(has_source && !has_submission)
}

/// Whether a folder, or a subfolder down to this depth, contains source files or an archive.
fn has_files_to_grade(folder: &Path, depth: usize) -> Result<bool> {
    for entry in entries(folder)? {
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type()?;
        let is_one = kind.is_file() && (is_source(&name) || archive(&name).is_some());
        if is_one || (kind.is_dir() && depth > 0 && has_files_to_grade(&entry.path(), depth - 1)?) {
            return Ok(true);
        }
    }
    Ok(false)
}
