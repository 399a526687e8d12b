//! The workspace to work in: the one in which the command was typed. The folder in which this program was compiled may
//! be a different one, if somebody copied or renamed it, or if several share a target folder. The programs of students ask
//! `checks::folder`, which this one does not link.

use std::path::{Path, PathBuf};

/// What is said outside of a lab.
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
