//! Which submissions there are: folders and archives, given one by one or in a folder of them.

use super::listing::LEFT_OUT;
use crate::plain;
use crate::reference::Reference;
use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The endings of the archives that are read.
pub(super) const READ: [(&str, Form); 4] =
    [(".zip", Form::Zip), (".tar", Form::Tar), (".tar.gz", Form::TarGz), (".tgz", Form::TarGz)];
/// The endings of those that are not, but are somebody's submission all the same.
const UNKNOWN: [&str; 11] =
    [".tar.xz", ".tar.bz2", ".tar.zst", ".txz", ".tbz2", ".7z", ".rar", ".xz", ".bz2", ".zst", ".gz"];

/// How a submission was handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A folder.
    Folder,
    /// A zip archive.
    Zip,
    /// A tar archive.
    Tar,
    /// A tar archive, compressed by gzip.
    TarGz,
    /// An archive with this ending, which nothing here reads.
    Unknown(&'static str),
}

/// A submission before it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The name of its folder, or of its archive without the ending.
    pub id: String,
    /// The folder or archive.
    pub path: PathBuf,
    /// Which of them.
    pub form: Form,
}

/// The submissions in these paths: each a submission, or a folder of them.
///
/// # Errors
///
/// A path that is neither, a folder without submissions, two submissions of one name.
pub fn find(paths: &[PathBuf]) -> Result<Vec<Found>> {
    let mut found: Vec<Found> = Vec::new();
    for path in paths {
        let kind = fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
        if !kind.is_dir() || is_submission(path)? {
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
            if entry.file_type()?.is_dir() || archive(&name).is_some() {
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
    let name = full.file_name().map(plain::name).unwrap_or_default();
    let (id, form) = match archive(&name) {
        _ if full.is_dir() => (name.as_str(), Form::Folder),
        Some(archive) => archive,
        None => {
            let endings = READ.map(|(ending, _)| ending).join(", ");
            bail!("{} is neither a folder nor an archive ({endings})", path.display())
        }
    };
    // Results go into a folder of that name.
    ensure!(!["", ".", ".."].contains(&id), "{} has no name but its ending", path.display());
    Ok(Found { id: id.to_string(), path: full, form })
}

/// An archive's name without its ending, and its form; nothing if it is none.
pub(super) fn archive(name: &str) -> Option<(&str, Form)> {
    let lower = name.to_ascii_lowercase();
    let unknown = UNKNOWN.map(|ending| (ending, Form::Unknown(ending)));
    // `.tar.gz` ends with `.gz`: what is read comes first.
    let (ending, form) = READ.into_iter().chain(unknown).find(|(ending, _)| lower.ends_with(ending))?;
    Some((&name[..name.len() - ending.len()], form))
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
