//! Tests of every form of submission. Archives are built in the tests, so that each test shows their content.
//!
//! * `ordinary`: what students do, and their usual mistakes.
//! * `forms`: changes by learning platforms, browsers and desktops.
//! * `hostile`: damaged and malicious submissions.

mod forms;
mod hostile;
mod ordinary;

use super::*;
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use rawzip::{CompressionMethod, ZipArchiveWriter};
use std::fs;
use std::io::Write;
use std::path::PathBuf;

const WANTED: [(&str, &str); 1] = [("counter-race", "src/locked.rs")];
const PLACE: &str = "counter-race/src/locked.rs";

type Read = (Option<HandedIn>, Vec<String>);

/// A folder for one test, removed when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let path = std::env::temp_dir().join(format!("grader-intake-{test}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn write(&self, file: &str, bytes: &[u8]) {
        let file = self.0.join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        match bytes.strip_prefix(b"link:") {
            #[cfg(unix)]
            Some(to) => std::os::unix::fs::symlink(std::str::from_utf8(to).unwrap(), file).unwrap(),
            _ => fs::write(file, bytes).unwrap(),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn read(path: &Path) -> Read {
    let found = find(&[path.to_path_buf()]).unwrap().submissions.remove(0);
    let intake = read_files(&WANTED, &found).unwrap();
    (intake.submission.get(&WANTED[0]).cloned(), intake.notes)
}

/// A folder with these files, read.
fn folder(test: &str, files: &[(&str, &[u8])]) -> Read {
    let folder = Folder::new(test);
    for (file, bytes) in files {
        folder.write(file, bytes);
    }
    let found = Found { id: test.to_string(), path: folder.0.clone(), form: Form::Folder };
    let intake = read_files(&WANTED, &found).unwrap();
    (intake.submission.get(&WANTED[0]).cloned(), intake.notes)
}

/// An archive with these bytes, read.
fn archive(test: &str, name: &str, bytes: &[u8]) -> Read {
    let folder = Folder::new(test);
    folder.write(name, bytes);
    read(&folder.0.join(name))
}

#[derive(Clone, Copy, Default)]
struct ZipEntry<'a> {
    path: &'a str,
    bytes: &'a [u8],
    mode: u32,
    encrypted: bool,
}

fn zip(entries: &[ZipEntry<'_>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut bytes);
    for entry in entries {
        let file = archive.new_file(rawzip::path::EntryPath::verbatim(entry.path.as_bytes()));
        let file = file.compression_method(CompressionMethod::DEFLATE).encrypted(entry.encrypted);
        let file = if entry.mode == 0 { file } else { file.unix_permissions(entry.mode) };
        let (mut file, config) = file.start().unwrap();
        let mut writer = config.wrap(DeflateEncoder::new(&mut file, Compression::best()));
        writer.write_all(entry.bytes).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        file.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    bytes
}

fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let entries: Vec<_> =
        files.iter().map(|(path, bytes)| ZipEntry { path, bytes, ..ZipEntry::default() }).collect();
    zip(&entries)
}

/// The path is written into the header unchanged: other programs write paths that the library would refuse.
fn tar_of(entries: &[(&str, ::tar::EntryType, &[u8])]) -> Vec<u8> {
    let mut archive = ::tar::Builder::new(Vec::new());
    for (path, kind, bytes) in entries {
        let mut header = ::tar::Header::new_gnu();
        header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
        header.set_entry_type(*kind);
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        archive.append(&header, *bytes).unwrap();
    }
    archive.into_inner().unwrap()
}

const FILE: ::tar::EntryType = ::tar::EntryType::Regular;

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn text(text: &str) -> Option<HandedIn> {
    Some(HandedIn::Text(text.to_string()))
}

fn message(read: &Read) -> &str {
    match &read.0 {
        Some(HandedIn::Unusable(Verdict::NotReadable, message)) => message,
        other => panic!("{:.200} {:?}", format!("{other:?}"), read.1),
    }
}
