//! Reads a submission that is a tar archive, compressed or not. Such an archive has no directory, so it is read from
//! beginning to end; what was read before an error counts.

use super::listing::{Kind, Listing};
use super::open;
use anyhow::{Context, Result};
use flate2::read::MultiGzDecoder;
use std::io::{self, BufReader, Read};
use std::path::Path;
use tar::{Archive, EntryType};

pub fn list(path: &Path, compressed: bool, listing: &mut Listing) -> Result<()> {
    let file = match open::regular(path) {
        Ok(file) => file,
        Err(_) if !path.symlink_metadata().is_ok_and(|now| now.is_file()) => {
            listing.fault("the archive is a link or not a regular file: hand in the archive itself");
            return Ok(());
        }
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
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
            // git writes this entry first.
            EntryType::Directory | EntryType::XGlobalHeader => continue,
            _ => Kind::Other,
        };
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if path.ends_with('/') {
            // Old archives mark a folder this way.
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
