//! Helpers for files: atomic writes, copies of folders, digests of contents.

use crate::machine;
use anyhow::{Context, Result};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// Writes `text` atomically: a reader on any machine sees either all of it or the old content.
pub fn write_atomically(file: &Path, text: &str) -> Result<()> {
    write_bytes(file, text.as_bytes())
}

/// Writes `bytes` the same way.
pub fn write_bytes(file: &Path, bytes: &[u8]) -> Result<()> {
    let folder = file.parent().context("a file is in a folder")?;
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder.join(format!(".{name}.{}-{}", machine::name(), std::process::id()));
    fs::write(&temporary, bytes)
        .and_then(|()| fs::rename(&temporary, file))
        .with_context(|| format!("cannot write {}", file.display()))
}

/// Writes `json` the same way, formatted for people.
pub fn write_json(file: &Path, json: &Value) -> Result<()> {
    write_atomically(file, &format!("{json:#}\n"))
}

/// Every regular file below `folder`, sorted, without links and without what `skip` matches.
pub fn below(folder: &Path, skip: &dyn Fn(&Path) -> bool) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if skip(&entry.path()) {
            } else if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Copies the folder `from` to `to`.
pub fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    for file in below(from, &|_| false)? {
        let target = to.join(file.strip_prefix(from)?);
        fs::create_dir_all(target.parent().unwrap_or(to))?;
        fs::copy(&file, &target).with_context(|| format!("cannot copy {}", file.display()))?;
    }
    Ok(())
}

/// A digest of contents (FNV-1a) that is written into results, so it must be the same in every release of Rust.
#[derive(Clone, Copy, Debug)]
pub struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Digest(0xcbf2_9ce4_8422_2325)
    }
}

impl Digest {
    /// Adds these bytes, and a mark for their end.
    #[must_use]
    pub fn with(mut self, bytes: &[u8]) -> Self {
        for byte in bytes.iter().copied().chain((bytes.len() as u64).to_le_bytes()) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
        self
    }

    /// The digest as a number whose high bits depend on all bytes.
    pub fn number(self) -> u64 {
        self.0
    }

    /// The digest as text.
    pub fn text(self) -> String {
        format!("{:016x}", self.0)
    }
}
