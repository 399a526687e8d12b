//! Waits until a source file is saved, by polling modification times, which every system has.

use crate::examine::files_in;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

/// Short compared to a compilation.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// When each source file was last saved.
#[derive(PartialEq, Eq)]
pub struct Sources(Vec<(PathBuf, Option<SystemTime>)>);

impl Sources {
    /// The current state.
    pub fn now(root: &Path) -> Self {
        let files = files_in(&root.join("crates")).into_iter();
        let sources = files.filter(|file| file.extension().is_some_and(|extension| extension == "rs"));
        let saved = |file: &PathBuf| file.metadata().and_then(|file| file.modified()).ok();
        Sources(sources.map(|file| (file.clone(), saved(&file))).collect())
    }

    /// Returns when a file was saved, added or removed.
    pub fn wait_for_a_change(&self, root: &Path) {
        while *self == Sources::now(root) {
            sleep(LOOK_EVERY);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_saved_file_and_a_new_one_are_changes() {
        let root = std::env::temp_dir().join(format!("watch-{}", std::process::id()));
        let folder = root.join("crates/example/src");
        fs::create_dir_all(&folder).unwrap();
        let file = fs::File::create(folder.join("queue.rs")).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        let before = Sources::now(&root);
        assert!(before == Sources::now(&root));

        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1)).unwrap();
        before.wait_for_a_change(&root);
        let saved = Sources::now(&root);
        fs::write(folder.join("pool.rs"), "").unwrap();
        saved.wait_for_a_change(&root);
        // Not every system removes a folder with an open file.
        drop(file);
        fs::remove_dir_all(root).unwrap();
    }
}
