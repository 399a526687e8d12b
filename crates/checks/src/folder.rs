//! Finds the lab that a program works on: the one around the current directory. The folder in which the program was
//! compiled may be a different one, if it was copied or renamed, or if several labs share a target folder.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// The message outside of a lab.
pub const MISSING: &str =
    "the current directory is not in the lab: change to the folder with its Cargo.toml and crates/";

/// The workspace around the current directory, or else the one from which cargo started this program. The current
/// directory comes first because a program that a test starts finds the test's package in its environment.
pub fn root() -> Option<PathBuf> {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let current = std::env::current_dir().ok();
    [current, package].into_iter().flatten().find_map(|folder| around(&folder))
}

/// The innermost workspace that contains `folder`.
fn around(folder: &Path) -> Option<PathBuf> {
    let is_root =
        |folder: &&Path| ["Cargo.toml", "crates/checks/Cargo.toml"].iter().all(|file| folder.join(file).is_file());
    folder.ancestors().find(is_root).map(Path::to_path_buf)
}

/// The target folder for the checks of the lab in `root`. With one target folder, cargo would take two labs for the
/// same packages and not compile older files of the second. So if `shared` is outside the lab, the lab gets its own
/// folder in it.
pub fn target(shared: &Path, root: &Path) -> PathBuf {
    let [real, inside] = [shared, root].map(|path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf()));
    if real.starts_with(&inside) {
        return shared.to_path_buf();
    }
    let mut hasher = DefaultHasher::new();
    inside.hash(&mut hasher);
    shared.join(format!("lab-{:016x}", hasher.finish()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lab_is_found_from_each_of_its_folders() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = here.ancestors().nth(2).map(Path::to_path_buf);
        assert_eq!([around(here), around(&here.join("src/bin"))], [root.clone(), root]);
        assert_eq!(around(Path::new("/")), None);
    }

    #[test]
    fn labs_that_share_a_target_folder_are_built_in_separate_folders() {
        let own = target(Path::new("/a/target"), Path::new("/a"));
        assert_eq!(own, Path::new("/a/target"));
        let shared = ["/a", "/b"].map(|lab| target(Path::new("/shared"), Path::new(lab)));
        assert!(shared.iter().all(|folder| folder.starts_with("/shared")) && shared[0] != shared[1], "{shared:?}");
    }
}
