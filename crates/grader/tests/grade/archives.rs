//! Builds archives like those that students make.

use crate::class::Files;
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use rawzip::path::EntryPath;
use rawzip::{CompressionMethod, ZipArchiveWriter};
use std::io::Write;

/// A zip archive.
pub fn zip(files: &Files) -> Vec<u8> {
    zip_with(files, false)
}

/// A zip archive whose files are marked as encrypted.
#[cfg(target_os = "linux")]
pub fn zip_with_password(files: &Files) -> Vec<u8> {
    zip_with(files, true)
}

/// The paths are written unchanged: other programs write paths that the library would refuse.
fn zip_with(files: &Files, encrypted: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut bytes);
    for (file, text) in files {
        let entry = archive.new_file(EntryPath::verbatim(file.as_bytes()));
        let entry = entry.compression_method(CompressionMethod::DEFLATE).encrypted(encrypted);
        let (mut entry, config) = entry.start().unwrap();
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
        writer.write_all(text).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    bytes
}

/// A tar archive.
pub fn tar(files: &Files) -> Vec<u8> {
    let mut archive = ::tar::Builder::new(Vec::new());
    for (file, text) in files {
        let mut header = ::tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        archive.append_data(&mut header, format!("my-lab/{file}"), &text[..]).unwrap();
    }
    archive.into_inner().unwrap()
}

/// A compressed tar archive.
pub fn tar_gz(files: &Files) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&tar(files)).unwrap();
    encoder.finish().unwrap()
}
