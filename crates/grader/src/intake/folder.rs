//! A submission that is a folder. What cannot be read there is our failure, and not its author's.

use super::listing::{Kind, LEFT_OUT, Listing, MOST_ENTRIES};
use anyhow::{Context, Result};
use std::fs::{self, File};
use std::path::Path;

pub fn list(root: &Path, listing: &mut Listing) -> Result<()> {
    let mut folders = vec![root.to_path_buf()];
    // Folders count as well: a million empty ones must not take for ever.
    let mut opened = 0;
    while let Some(folder) = folders.pop() {
        opened += 1;
        if opened > MOST_ENTRIES {
            listing.fault(format!("more than {MOST_ENTRIES} folders: the rest was not looked at"));
            return Ok(());
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
            let parts: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy()).collect();
            let size = entry.metadata().with_context(|| format!("cannot read {}", full.display()))?.len();
            let kind = if kind.is_file() { Kind::File } else { Kind::Other };
            match listing.add(&parts.join("/"), kind, size, || File::open(&full)) {
                Ok(flow) if flow.is_break() => return Ok(()),
                Ok(_) => {}
                Err(_) if listing.is_spent() => {
                    listing.fault("");
                    return Ok(());
                }
                Err(error) => return Err(error).with_context(|| format!("cannot read {}", full.display())),
            }
        }
    }
    Ok(())
}
