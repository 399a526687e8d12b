//! The tree in which a submission is built: the reference's sources of one example, with the submission's files in
//! place of ours, and nothing else from the submission.

use crate::cargo::{BINARY, Program};
use crate::compile::{Built, compile};
use crate::files::copy_folder;
use crate::machine;
use crate::reference::Reference;
use crate::seed::{MEMORY, Memory, seed};
use crate::slot::Slot;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The folder for everything that grading builds, relative to the workspace.
pub const TARGET: &str = "target/grade";

/// After this time without changes, a folder counts as abandoned.
const FORGOTTEN: Duration = Duration::from_secs(24 * 60 * 60);

/// The folder for trees in the workspace `root`. Several machines may share the workspace, so each has its own
/// folder: only the machine itself knows which trees are in use.
pub fn work(root: &Path) -> PathBuf {
    root.join(TARGET).join("work").join(machine::name())
}

/// Removes the folders beside `work` of machines that have not graded for a day. A machine may never come back, and a
/// tree is needed only for minutes.
pub fn remove_forgotten(work: &Path) {
    let machines = work.parent().and_then(|parent| fs::read_dir(parent).ok());
    for entry in machines.into_iter().flatten().filter_map(Result::ok) {
        // Making a tree in a folder changes its modification time.
        let changed = entry.metadata().and_then(|metadata| metadata.modified()).map(|changed| changed.elapsed());
        if entry.path() != work && matches!(changed, Ok(Ok(age)) if age > FORGOTTEN) {
            // A folder that cannot be removed does no harm.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Files of one example: paths and texts.
pub type Overlay = BTreeMap<&'static str, String>;

/// A tree. Dropping it removes it.
pub struct Tree {
    /// Where checks find the sources.
    pub folder: PathBuf,
    /// Its slot, and the compiler's incremental data there; `None` for the reference itself.
    slot: Option<(Slot, Option<PathBuf>)>,
    /// The submission's files, relative to the tree; none for the reference itself.
    replaced: Vec<String>,
    /// The check binary, once it is compiled.
    built: Option<Built>,
}

impl Tree {
    /// The reference itself.
    fn of_reference(reference: &Reference) -> Self {
        Tree { folder: reference.root.clone(), slot: None, replaced: Vec::new(), built: None }
    }

    /// Lays out the example `package` with the files of `overlay`. Files that equal the reference's are ignored.
    pub fn lay_out(reference: &Reference, package: &'static str, overlay: &Overlay) -> Result<Self> {
        if overlay.is_empty() {
            return Ok(Tree::of_reference(reference));
        }
        let slot = Slot::take(&reference.work)?;
        let folder = slot.tree();
        let crate_folder = folder.join("crates").join(package);
        let ours = reference.root.join("crates").join(package);
        for part in ["src", "tests/spec", "tests/instructor"] {
            copy_folder(&ours.join(part), &crate_folder.join(part))?;
        }
        let checks = Path::new("tests").join(BINARY).with_extension("rs");
        fs::copy(ours.join(&checks), crate_folder.join(&checks))
            .with_context(|| format!("{package} has no checks"))?;
        let program = reference.programs.iter().find(|program| program.package == package);
        let seed = seed(reference, program.context("every example has a program")?, &slot)?;
        let replaced = overlay.keys().map(|file| format!("crates/{package}/{file}")).collect();
        let tree = Tree { folder, slot: Some((slot, seed)), replaced, built: None };
        for (file, text) in overlay {
            let path = crate_folder.join(file);
            fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        }
        Ok(tree)
    }

    /// The check binary `program`, compiled at the first call.
    pub fn program(&mut self, reference: &Reference, program: &Program) -> Result<Built> {
        let Some((_, seed)) = &self.slot else { return Ok(Ok(program.executable.clone())) };
        if let Some(built) = &self.built {
            return Ok(built.clone());
        }
        let out = self.folder.join("out");
        let memory = seed.as_deref().map_or(Memory::Off, Memory::Of);
        let built = compile(reference, program, &self.folder, &out, &self.replaced, memory)?;
        if seed.is_some() {
            // The compiler's output for this submission is of no further use.
            fs::remove_dir_all(out.join(MEMORY))?;
        }
        self.built = Some(built.clone());
        Ok(built)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::time::SystemTime;

    #[test]
    fn folders_of_abandoned_machines_are_removed_and_those_in_use_are_kept() {
        let root = std::env::temp_dir().join(format!("grader-forgotten-{}", std::process::id()));
        let beside = root.join("beside");
        let at = |machine: &str, age: Duration| {
            let folder = beside.join(machine);
            fs::create_dir_all(folder.join("1-0/out")).unwrap();
            fs::File::open(&folder).unwrap().set_modified(SystemTime::now() - age).unwrap();
            folder
        };
        let [long, recent] = [FORGOTTEN * 2, FORGOTTEN / 2];
        let folders = [at("this", long), at("gone", long), at("other", recent)];
        remove_forgotten(&folders[0]);
        let left = folders.each_ref().map(|folder| folder.exists());
        fs::remove_dir_all(&root).unwrap();
        assert_eq!(left, [true, false, true]);
    }
}
