//! Finds the workspace in which the command was typed. This program may have been compiled in a different one, if that was
//! copied or renamed, or shares a target folder. Students' programs use `checks::folder`, which this one does not link.

use std::path::{Path, PathBuf};

/// The error outside of a lab.
pub const MISSING: &str =
    "this is not a folder of the lab: change to the folder that holds its Cargo.toml and xtask/";

/// The workspace from which cargo started this program; without cargo, the one around the current directory.
pub fn find() -> Option<PathBuf> {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let current = std::env::current_dir().ok();
    [package, current].into_iter().flatten().find_map(|folder| around(&folder))
}

/// The innermost workspace that holds `folder`.
fn around(folder: &Path) -> Option<PathBuf> {
    let is_root =
        |folder: &&Path| ["Cargo.toml", "xtask/Cargo.toml"].iter().all(|file| folder.join(file).is_file());
    folder.ancestors().find(is_root).map(Path::to_path_buf)
}
