//! Which submissions there are: folders, archives and single files, given one by one or in a folder of them.

use super::listing::LEFT_OUT;
use super::names::looks_like;
use crate::plain;
use crate::reference::Reference;
use anyhow::{Context, Result, bail, ensure};
use checks::EXERCISES;
use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};

/// The endings of the archives that are read.
pub(super) const READ: [(&str, Form); 4] =
    [(".zip", Form::Zip), (".tar", Form::Tar), (".tar.gz", Form::TarGz), (".tgz", Form::TarGz)];
/// The endings of those that are not, but are somebody's submission all the same.
const UNKNOWN: [&str; 11] =
    [".tar.xz", ".tar.bz2", ".tar.zst", ".txz", ".tbz2", ".7z", ".rar", ".xz", ".bz2", ".zst", ".gz"];
/// Lists of students and marks lie beside submissions, and are nobody's.
const LISTS: [&str; 4] = [".csv", ".tsv", ".txt", ".json"];

/// How a submission was handed in.
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
    /// An archive with this ending, which nothing here reads.
    Unknown(&'static str),
    /// Several of one name.
    Several(Vec<Found>),
}

/// A submission before it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The name of its folder, or of its archive or file without the ending.
    pub id: String,
    /// The folder, archive or file.
    pub path: PathBuf,
    /// Which of them.
    pub form: Form,
}

impl Found {
    /// The name of its folder or file, as it is on the disk.
    pub fn name(&self) -> String {
        let name = self.path.file_name().map(plain::line).unwrap_or_default();
        if self.form == Form::Folder { name + "/" } else { name }
    }
}

/// What there is to grade.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finds {
    /// In the order of their names.
    pub submissions: Vec<Found>,
    /// What lies among them and is none, each with the reason.
    pub others: Vec<String>,
}

/// The submissions in these paths: each a submission, or a folder of them. Several with one name become one, of the form
/// [`Form::Several`].
///
/// # Errors
///
/// A path that is neither, a folder without submissions.
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
                finds.others.push(format!("{name} is a link, or no file at all: not graded"));
            } else if !LISTS.iter().any(|ending| name.to_ascii_lowercase().ends_with(ending)) {
                finds.others.push(format!("{name} is neither a folder, an archive nor a source file: not graded"));
            }
        }
        ensure!(found.len() > before, "there are no submissions in {}", path.display());
    }
    for one in found {
        match finds.submissions.iter_mut().find(|other| other.id == one.id) {
            None => finds.submissions.push(one),
            // The same one, named twice on the command line.
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

/// What a folder holds, but for what is hidden, in the order of the names.
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
    // Results go into a folder of that name.
    ensure!(!["", ".", ".."].contains(&id), "{} has no name but its ending", path.display());
    Ok(Found { id: id.to_string(), path: full, form })
}

/// The name of a submission whose folder, archive or file is called `name`: `ana` of `ana.zip` and `ana/`.
pub fn without_ending(name: &str) -> &str {
    let name = name.trim_end_matches(['/', '\\']);
    archive(name).map_or(name, |(id, _)| id)
}

/// An archive's name without its ending, and its form; nothing if it is none.
pub(super) fn archive(name: &str) -> Option<(&str, Form)> {
    let lower = name.to_ascii_lowercase();
    let unknown = UNKNOWN.map(|ending| (ending, Form::Unknown(ending)));
    // `.tar.gz` ends with `.gz`: what is read comes first.
    let (ending, form) = READ.into_iter().chain(unknown).find(|(ending, _)| lower.ends_with(ending))?;
    Some((&name[..name.len() - ending.len()], form))
}

fn is_source(name: &str) -> bool {
    let of_exercise = |exercise: &checks::Exercise| looks_like(name, super::names::last_part(exercise.file));
    name.ends_with(".rs") || EXERCISES.iter().any(of_exercise)
}

/// Whether a folder is one submission: it holds a package or the folder of packages, or source files and nothing that looks
/// like another student's submission.
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

/// Whether a folder, or one at most so deep in it, holds source files or an archive.
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
