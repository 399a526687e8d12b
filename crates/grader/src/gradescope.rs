//! Writes an autograder for Gradescope: an archive with `setup.sh`, `run_autograder`, and the lab that they build and
//! run.
//!
//! The reference is built when Gradescope builds the image, not here: a build refers to the folders in which it ran.

use crate::files::{below, write_bytes};
use anyhow::{Context, Result};
use rawzip::path::EntryPath;
use rawzip::{CompressionMethod, ZipArchiveWriter};
use std::io::Write;
use std::path::Path;

/// The programs that Gradescope starts, with their names in the archive.
const PROGRAMS: [(&str, &str); 2] = [
    ("setup.sh", include_str!("../deploy/gradescope/setup.sh")),
    ("run_autograder", include_str!("../deploy/gradescope/run_autograder")),
];
/// What grading needs from the workspace's top folder. Anything else may be the instructor's own, such as `grades`.
const TOP: [&str; 8] = [
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "crates",
    "rust-toolchain.toml",
    "xtask",
];
/// Folders further down that grading does not need.
const LEFT_OUT: [&str; 7] = ["target", "wrong", "right", "refused", "attacks", "handout/files", "grader/tests"];

/// Writes the archive `file` for the workspace in `root`. Returns the number of files in it.
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
    let is_left_out = |path: &Path| {
        let at_top = path.parent() == Some(root);
        (at_top && !TOP.iter().any(|name| path.ends_with(name))) || LEFT_OUT.iter().any(|end| path.ends_with(end))
    };
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
    use std::fs;

    /// The names in the archive of the workspace in `root`, with their permissions.
    fn names(root: &Path) -> Vec<(String, u32)> {
        let (bytes, count) = archive(root).unwrap();
        let archive = ZipArchive::from_slice(bytes.as_slice()).unwrap();
        let names: Vec<_> = archive
            .entries()
            .map(|entry| {
                let entry = entry.unwrap();
                let name = String::from_utf8(entry.file_path().as_bytes().to_vec()).unwrap();
                (name, entry.mode().value() & 0o777)
            })
            .collect();
        assert_eq!(names.len(), count);
        names
    }

    #[test]
    fn the_archive_holds_no_submissions_marks_or_rosters() {
        let root = std::env::temp_dir().join(format!("grader-gradescope-{}", std::process::id()));
        for file in ["Cargo.toml", "crates/a/src/lib.rs", "grades/ana/results.json", "roster.csv", "class/ana.zip"]
        {
            let file = root.join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "text").unwrap();
        }
        let names: Vec<_> = names(&root).into_iter().map(|(name, _)| name).collect();
        fs::remove_dir_all(&root).unwrap();
        assert_eq!(names, ["setup.sh", "run_autograder", "lab/Cargo.toml", "lab/crates/a/src/lib.rs"]);
    }

    #[test]
    fn the_archive_holds_gradescope_s_programs_and_the_lab_but_no_build() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
        let names = names(root);
        let has = |name: &str, mode| names.contains(&(name.to_string(), mode));
        assert!(has("setup.sh", 0o755) && has("run_autograder", 0o755));
        assert!(has("lab/Cargo.lock", 0o644) && has("lab/.cargo/config.toml", 0o644));
        assert!(has("lab/crates/counter-race/src/locked.rs", 0o644));
        assert!(!names.iter().any(|(name, _)| name.contains("/target/") || name.contains("/attacks/")));
    }
}
