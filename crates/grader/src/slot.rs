//! Slots: the folders in which trees are laid out. A slot has the same path whenever it is used, for what the compiler
//! remembers of a compilation is worth nothing in another folder: see [`crate::seed`].
//!
//! A process keeps the slots that it took until it ends, and uses each again and again.

use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

/// A folder that nobody else works in. Dropping it gives it back.
#[derive(Debug)]
pub struct Slot {
    folder: PathBuf,
}

/// A slot of this process. The system takes the lock back when the process ends, however that happens.
struct Held {
    folder: PathBuf,
    busy: bool,
    /// The examples that were laid out in it.
    packages: BTreeSet<&'static str>,
    _lock: Option<File>,
}

/// By their numbers, within each folder that they are in.
static HELD: Mutex<Vec<Held>> = Mutex::new(Vec::new());

fn held() -> MutexGuard<'static, Vec<Held>> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Slot {
    /// The first slot in `work` that is free. Its tree is empty.
    pub fn take(work: &Path) -> Result<Self> {
        fs::create_dir_all(work).with_context(|| format!("cannot make {}", work.display()))?;
        // Says to other machines that this one is at work. Not every system can.
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

    /// Notes that an example is laid out here; whether it was before, by this process.
    pub fn lays_out_again(&self, package: &'static str) -> bool {
        let mut held = held();
        held.iter_mut().any(|held| held.folder == self.folder && !held.packages.insert(package))
    }

    /// Where it is kept what the compiler remembers.
    pub fn seeds(&self) -> PathBuf {
        self.folder.join("seeds")
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        // What cannot be removed now is in the way of nothing.
        let _ = fs::remove_dir_all(self.tree());
        held().iter_mut().filter(|held| held.folder == self.folder).for_each(|held| held.busy = false);
    }
}

/// Every folder that this process took a slot for.
pub fn own() -> Vec<PathBuf> {
    held().iter().map(|held| held.folder.clone()).collect()
}

/// Locks the first folder that is not locked. `count` are held by this process already.
fn claim(work: &Path, count: usize) -> Result<(PathBuf, Option<File>)> {
    let mut number = 0;
    loop {
        let name = work.join(format!("{number}.lock"));
        let file = File::create(&name).with_context(|| format!("cannot write {}", name.display()))?;
        match file.try_lock() {
            Ok(()) => return Ok((work.join(number.to_string()), Some(file))),
            Err(TryLockError::WouldBlock) => number += 1,
            // Not every file system of a cluster has locks. Then a slot is this process's by its name.
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
    fn a_slot_is_used_by_one_at_a_time_and_again_at_the_same_path() {
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
        // Another process asks the system, and not this list.
        assert_eq!(claim(&work, 2).unwrap().0, work.join("2"));
        assert!([tree, other].iter().all(|tree| own().iter().any(|folder| tree.starts_with(folder))));
        fs::remove_dir_all(&work).unwrap();
    }
}
