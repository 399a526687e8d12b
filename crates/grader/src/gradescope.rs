//! Writes an autograder for Gradescope: an archive with `setup.sh`, `run_autograder`, and the lab that these build and run.
//!
//! The reference is built when Gradescope makes the image, and not here: what cargo notes of a compiler names the folders in
//! which it ran.

use crate::files::{below, write_bytes};
use anyhow::{Context, Result};
use rawzip::path::EntryPath;
use rawzip::{CompressionMethod, ZipArchiveWriter};
use std::io::Write;
use std::path::Path;

/// The programs that Gradescope starts, by their names in the archive.
const PROGRAMS: [(&str, &str); 2] = [
    ("setup.sh", include_str!("../deploy/gradescope/setup.sh")),
    ("run_autograder", include_str!("../deploy/gradescope/run_autograder")),
];
/// Of the workspace, what grading does not need.
const LEFT_OUT: [&str; 9] =
    ["target", ".git", "docs", "wrong", "right", "refused", "attacks", "handout/files", "grader/tests"];

/// Writes the archive `file` for the workspace in `root`; how many files it has.
///
/// # Errors
///
/// If something cannot be read or written.
pub fn write(root: &Path, file: &Path) -> Result<usize> {
    let bytes = archive(root)?;
    write_bytes(file, &bytes.0)?;
    Ok(bytes.1)
}

fn archive(root: &Path) -> Result<(Vec<u8>, usize)> {
    let mut bytes = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut bytes);
    let mut add = |name: &str, content: &[u8], mode: u32| -> Result<()> {
        let entry = archive.new_file(EntryPath::verbatim(name.as_bytes()));
        let entry = entry.compression_method(CompressionMethod::DEFLATE).unix_permissions(mode);
        let (mut entry, config) = entry.start()?;
        let compressed = flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::default());
        let mut writer = config.wrap(compressed);
        writer.write_all(content)?;
        let (encoder, descriptor) = writer.finish()?;
        encoder.finish()?;
        entry.finish(descriptor)?;
        Ok(())
    };
    for (name, text) in PROGRAMS {
        add(name, text.as_bytes(), 0o755)?;
    }
    let is_left_out = |path: &Path| LEFT_OUT.iter().any(|end| path.ends_with(end));
    let files = below(root, &is_left_out)?;
    for file in &files {
        let name = file.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
        let content = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        add(&format!("lab/{name}"), &content, 0o644)?;
    }
    archive.finish()?;
    Ok((bytes, files.len() + PROGRAMS.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rawzip::ZipArchive;

    #[test]
    fn the_archive_holds_what_gradescope_starts_and_the_lab_and_nothing_that_was_built() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
        let (bytes, count) = archive(root).unwrap();
        let archive = ZipArchive::from_slice(bytes.as_slice()).unwrap();
        let mut names = Vec::new();
        for entry in archive.entries() {
            let entry = entry.unwrap();
            names.push((
                String::from_utf8(entry.file_path().as_bytes().to_vec()).unwrap(),
                entry.mode().value() & 0o777,
            ));
        }
        assert_eq!(names.len(), count);
        let has = |name: &str, mode| names.contains(&(name.to_string(), mode));
        assert!(has("setup.sh", 0o755) && has("run_autograder", 0o755));
        assert!(has("lab/Cargo.lock", 0o644) && has("lab/.cargo/config.toml", 0o644));
        assert!(has("lab/crates/counter-race/src/locked.rs", 0o644));
        assert!(!names.iter().any(|(name, _)| name.contains("/target/") || name.contains("/attacks/")));
    }
}
