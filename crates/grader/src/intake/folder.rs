//! Reads a submission that is a folder. A file that cannot be read there is a failure of the grader, not of the author.

use super::find::archive;
use super::listing::{Kind, LEFT_OUT, Listing, MOST_ENTRIES};
use super::open;
use crate::plain;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// Lists the folder `root`. Returns the archives in it, because a learning platform may put one into a folder with the
/// student's name.
pub fn list(root: &Path, listing: &mut Listing) -> Result<Vec<PathBuf>> {
    let mut archives = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    // Folders count too: a million empty ones must not take for ever.
    let mut opened = 0;
    while let Some(folder) = folders.pop() {
        opened += 1;
        if opened > MOST_ENTRIES {
            listing.fault(format!("more than {MOST_ENTRIES} folders: the rest was not read"));
            return Ok(archives);
        }
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                if !LEFT_OUT.iter().any(|left_out| entry.file_name() == *left_out) {
                    folders.push(entry.path());
                }
                continue;
            }
            let full = entry.path();
            let parts = full.strip_prefix(root)?.components();
            let parts: Vec<_> = parts.map(|part| plain::line(part.as_os_str())).collect();
            let size = entry.metadata().with_context(|| format!("cannot read {}", full.display()))?.len();
            let kind = if kind.is_file() { Kind::File } else { Kind::Other };
            if kind == Kind::File && parts.last().is_some_and(|name| archive(name).is_some()) {
                archives.push(full.clone());
            }
            match listing.add(&parts.join("/"), kind, size, || open::regular(&full)) {
                Ok(flow) if flow.is_break() => return Ok(archives),
                Ok(_) => {}
                Err(_) if listing.is_spent() => {
                    listing.fault("");
                    return Ok(archives);
                }
                // It changed since it was listed.
                Err(_) if !full.symlink_metadata().is_ok_and(|now| now.is_file()) => {
                    listing
                        .unreadable(&parts.join("/"), "is a link or not a regular file: hand in the file itself");
                }
                Err(error) => return Err(error).with_context(|| format!("cannot read {}", full.display())),
            }
        }
    }
    archives.sort();
    Ok(archives)
}
