//! Reads a submission that is a zip archive. Its directory lists the entries; only wanted ones are unpacked, into
//! memory.
//!
//! It uses rawzip, which returns all entries: libraries that keep entries in a map lose one of two with the same
//! name, and a student would be graded on an arbitrary one.

use super::listing::{Kind, Listing};
use super::open;
use anyhow::{Context, Result};
use flate2::read::DeflateDecoder;
use rawzip::{CompressionMethod, Error, RECOMMENDED_BUFFER_SIZE, ZipArchive};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

pub fn list(path: &Path, listing: &mut Listing) -> Result<()> {
    let file = match open::regular(path) {
        Ok(file) => file,
        Err(_) if !path.symlink_metadata().is_ok_and(|now| now.is_file()) => {
            listing.fault("the archive is a link or not a regular file: hand in the archive itself");
            return Ok(());
        }
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
    if let Err(error) = entries(file, listing) {
        listing.fault(format!("the zip archive is damaged or cut off, pack it again: {error}"));
    }
    Ok(())
}

fn entries(file: File, listing: &mut Listing) -> Result<(), Error> {
    let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
    let archive = ZipArchive::from_file(file, &mut buffer)?;
    let mut entries = archive.entries(&mut buffer);
    let mut count = 0;
    while let Some(entry) = entries.next_entry()? {
        count += 1;
        if entry.is_dir() {
            continue;
        }
        let path = String::from_utf8_lossy(entry.file_path().as_bytes()).into_owned();
        let kind = if entry.mode().is_symlink() { Kind::Other } else { Kind::File };
        let method = entry.compression_method();
        let encrypted = entry.flags().is_encrypted();
        let mut refused = None;
        let mut refuse = |why: &'static str| {
            refused = Some(why);
            io::Error::other(why)
        };
        let open = || -> io::Result<Box<dyn Read + '_>> {
            if encrypted {
                return Err(refuse("is encrypted: pack it without a password"));
            }
            let entry = archive.get_entry(entry.wayfinder()).map_err(io::Error::other)?;
            Ok(match method {
                CompressionMethod::STORE => Box::new(entry.verifying_reader(entry.reader())),
                CompressionMethod::DEFLATE => Box::new(entry.verifying_reader(DeflateDecoder::new(entry.reader()))),
                _ => return Err(refuse("is compressed with an unsupported method: pack it as an ordinary zip")),
            })
        };
        match listing.add(&path, kind, entry.uncompressed_size_hint(), open) {
            Ok(flow) if flow.is_break() => return Ok(()),
            Ok(_) => {}
            Err(_) if listing.is_spent() => {
                listing.fault("");
                return Ok(());
            }
            Err(_) => listing.unreadable(&path, refused.unwrap_or("is damaged in the archive: pack it again")),
        }
    }
    if count < archive.entries_hint() {
        listing.fault(format!("the zip archive is damaged: it has {count} of {} entries", archive.entries_hint()));
    }
    Ok(())
}
