//! Which lab a program works on: the one in which its command was typed. The folder in which it was compiled may be a
//! different one, if somebody copied or renamed that, or if several labs share a target folder.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// What is said outside of a lab.
pub const MISSING: &str =
    "this is not a folder of the lab: change to the folder that holds its Cargo.toml and crates/";

/// The workspace around the current directory, or else the one from which cargo started this program. Cargo comes second: a
/// program that a test starts finds the test's package in its environment.
pub fn root() -> Option<PathBuf> {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let current = std::env::current_dir().ok();
    [current, package].into_iter().flatten().find_map(|folder| around(&folder))
}

/// The innermost workspace that holds `folder`.
fn around(folder: &Path) -> Option<PathBuf> {
    let is_root =
        |folder: &&Path| ["Cargo.toml", "crates/checks/Cargo.toml"].iter().all(|file| folder.join(file).is_file());
    folder.ancestors().find(is_root).map(Path::to_path_buf)
}

/// Where the checks of the lab in `root` are built. Cargo takes two labs with one target folder for the same packages, and
/// would not compile what is older in the second: if `shared` is outside the lab, the lab has a folder of its own in it.
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
    fn labs_that_share_a_target_folder_are_built_apart() {
        let own = target(Path::new("/a/target"), Path::new("/a"));
        assert_eq!(own, Path::new("/a/target"));
        let shared = ["/a", "/b"].map(|lab| target(Path::new("/shared"), Path::new(lab)));
        assert!(shared.iter().all(|folder| folder.starts_with("/shared")) && shared[0] != shared[1], "{shared:?}");
    }
}
