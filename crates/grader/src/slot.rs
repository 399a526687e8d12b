//! Slots: the folders in which trees are laid out. A slot always has the same path, because the compiler's
//! incremental data is worthless in a different folder: see [`crate::seed`].
//!
//! A process keeps its slots until it ends, and reuses them.

use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

/// A folder for exclusive use. Dropping it gives it back.
#[derive(Debug)]
pub struct Slot {
    folder: PathBuf,
}

/// A slot of this process. The system releases the lock when the process ends, however that happens.
struct Held {
    folder: PathBuf,
    busy: bool,
    /// The examples that were laid out in it.
    packages: BTreeSet<&'static str>,
    _lock: Option<File>,
}

/// Slots by number, within each parent folder.
static HELD: Mutex<Vec<Held>> = Mutex::new(Vec::new());

fn held() -> MutexGuard<'static, Vec<Held>> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Slot {
    /// The first free slot in `work`. Its tree is empty.
    pub fn take(work: &Path) -> Result<Self> {
        fs::create_dir_all(work).with_context(|| format!("cannot make {}", work.display()))?;
        // Shows other machines that this one is working. Not every system supports it.
        let _ = File::open(work).and_then(|work| work.set_modified(SystemTime::now()));
        let mut held = held();
        let idle = held.iter_mut().find(|held| !held.busy && held.folder.parent() == Some(work));
        let folder = match idle {
            Some(idle) => {
                idle.busy = true;
                idle.folder.clone()
            }
            None => {
                let (folder, lock) = claim(work, held.len())?;
                held.push(Held { folder: folder.clone(), busy: true, packages: BTreeSet::new(), _lock: lock });
                folder
            }
        };
        drop(held);
        let slot = Slot { folder };
        // Left by a process that was killed.
        let _ = fs::remove_dir_all(slot.tree());
        Ok(slot)
    }

    /// Where the tree is laid out.
    pub fn tree(&self) -> PathBuf {
        self.folder.join("tree")
    }

    /// Records that an example is laid out here. Returns whether this process had already laid it out before.
    pub fn lays_out_again(&self, package: &'static str) -> bool {
        let mut held = held();
        held.iter_mut().any(|held| held.folder == self.folder && !held.packages.insert(package))
    }

    /// The folder for the compiler's incremental data.
    pub fn seeds(&self) -> PathBuf {
        self.folder.join("seeds")
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        // It does no harm if it cannot be removed now.
        let _ = fs::remove_dir_all(self.tree());
        held().iter_mut().filter(|held| held.folder == self.folder).for_each(|held| held.busy = false);
    }
}

/// The parent folders of this process's slots.
pub fn own() -> Vec<PathBuf> {
    held().iter().map(|held| held.folder.clone()).collect()
}

/// Locks the first unlocked folder. This process already holds `count` of them.
fn claim(work: &Path, count: usize) -> Result<(PathBuf, Option<File>)> {
    let mut number = 0;
    loop {
        let name = work.join(format!("{number}.lock"));
        let file = File::create(&name).with_context(|| format!("cannot write {}", name.display()))?;
        match file.try_lock() {
            Ok(()) => return Ok((work.join(number.to_string()), Some(file))),
            Err(TryLockError::WouldBlock) => number += 1,
            // Some cluster file systems have no locks. Then the slot's name contains the process id.
            Err(TryLockError::Error(_)) => {
                return Ok((work.join(format!("{}-{count}", std::process::id())), None));
            }
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_slot_is_exclusive_and_is_reused_at_the_same_path() {
        let work = std::env::temp_dir().join(format!("grader-slots-{}", std::process::id()));
        let (first, second) = (Slot::take(&work).unwrap(), Slot::take(&work).unwrap());
        let [tree, other] = [first.tree(), second.tree()];
        assert_ne!(tree, other);
        fs::create_dir_all(tree.join("src")).unwrap();
        fs::create_dir_all(first.seeds()).unwrap();
        assert_eq!([(); 2].map(|()| first.lays_out_again("counter-race")), [false, true]);
        drop(first);
        assert!(!tree.exists());
        File::open(&work).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
        let again = Slot::take(&work).unwrap();
        let changed = fs::metadata(&work).unwrap().modified().unwrap();
        assert!(
            changed.elapsed().unwrap() < Duration::from_secs(3600),
            "another machine would take it for forgotten"
        );
        assert_eq!(again.tree(), tree);
        assert!(again.seeds().exists(), "what the compiler remembers is kept");
        assert_eq!(["counter-race", "fetch-pool"].map(|package| again.lays_out_again(package)), [true, false]);
        // A different process would ask the system, not this list.
        assert_eq!(claim(&work, 2).unwrap().0, work.join("2"));
        assert!([tree, other].iter().all(|tree| own().iter().any(|folder| tree.starts_with(folder))));
        fs::remove_dir_all(&work).unwrap();
    }
}
