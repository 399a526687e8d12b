//! A submission that is a tar archive, compressed or not. It has no directory: it is read from its beginning to its end,
//! and what was read before a fault counts.

use super::listing::{Kind, Listing};
use anyhow::{Context, Result};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use tar::{Archive, EntryType};

pub fn list(path: &Path, compressed: bool, listing: &mut Listing) -> Result<()> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let file = BufReader::new(file);
    let stream: Box<dyn Read> = if compressed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    let stream = listing.metered(stream);
    if let Err(error) = entries(stream, listing) {
        listing.fault(format!("the tar archive is damaged or cut off, pack it again: {error}"));
    }
    Ok(())
}

fn entries(stream: impl Read, listing: &mut Listing) -> io::Result<()> {
    let mut archive = Archive::new(stream);
    for entry in archive.entries()? {
        let entry = entry?;
        let kind = match entry.header().entry_type() {
            EntryType::Regular | EntryType::Continuous => Kind::File,
            // What git writes before all others.
            EntryType::Directory | EntryType::XGlobalHeader => continue,
            _ => Kind::Other,
        };
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if path.ends_with('/') {
            // How archives older than the type say that it is a folder.
            continue;
        }
        let added = listing.add(&path, kind, entry.size(), || Ok(entry));
        match added {
            Ok(flow) if flow.is_break() => return Ok(()),
            Ok(_) => {}
            Err(error) => {
                listing.unreadable(&path, "is cut off in the archive: pack it again");
                return Err(error);
            }
        }
    }
    // The checksum of a compressed archive comes after the last entry.
    io::copy(&mut archive.into_inner(), &mut io::sink())?;
    Ok(())
}
