//! The tree that a submission is built in: the reference's sources of one example, with the submission's files in place of
//! ours, and nothing else of the submission.

use crate::compile::{Built, compile};
use crate::files::copy_folder;
use crate::reference::Reference;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// What grading builds, from the workspace's root.
pub const TARGET: &str = "target/grade";

/// Where trees are laid out, in the workspace `root`.
pub fn work(root: &Path) -> PathBuf {
    root.join(TARGET).join("work")
}

/// Files of one example, by their path in it, with their texts.
pub type Overlay = BTreeMap<&'static str, String>;

/// A tree. Dropping it removes it.
pub struct Tree {
    /// Where checks find the sources.
    pub folder: PathBuf,
    /// The submission's files, from the tree; none if this is the reference's own.
    replaced: Vec<String>,
    /// Check binaries, by their number in [`Reference::programs`].
    built: BTreeMap<usize, Built>,
}

impl Tree {
    /// The reference itself.
    fn of_reference(reference: &Reference) -> Self {
        Tree { folder: reference.root.clone(), replaced: Vec::new(), built: BTreeMap::new() }
    }

    /// Lays out the example `package` with `overlay`. A file equal to the reference's changes nothing.
    pub fn lay_out(reference: &Reference, package: &'static str, overlay: &Overlay) -> Result<Self> {
        if overlay.is_empty() {
            return Ok(Tree::of_reference(reference));
        }
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Relaxed);
        let folder = reference.work.join(format!("{}-{number}", std::process::id()));
        let crate_folder = folder.join("crates").join(package);
        let replaced = overlay.keys().map(|file| format!("crates/{package}/{file}")).collect();
        let tree = Tree { folder, replaced, built: BTreeMap::new() };
        for part in ["src", "tests"] {
            copy_folder(&reference.root.join("crates").join(package).join(part), &crate_folder.join(part))?;
        }
        for (file, text) in overlay {
            let path = crate_folder.join(file);
            fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        }
        Ok(tree)
    }

    /// A check binary, compiled when it is asked for first.
    ///
    /// Where source text exhausts the compiler once, it does so again: it gets no second try on other primitives.
    pub fn program(&mut self, reference: &Reference, number: usize) -> Result<Built> {
        let program = &reference.programs[number];
        if self.replaced.is_empty() {
            return Ok(Ok(program.executable.clone()));
        }
        let exhausting = |built: &&Built| built.as_ref().is_err_and(|refusal| refusal.is_out_of_bounds);
        if let Some(built) = self.built.get(&number).or(self.built.values().find(exhausting)) {
            return Ok(built.clone());
        }
        // A folder for each: no check writes where another one's binary will be.
        let out = self.folder.join(format!("out-{}", program.backend));
        let built = compile(reference, program, &self.folder, &out, &self.replaced)?;
        self.built.insert(number, built.clone());
        Ok(built)
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        if !self.replaced.is_empty() {
            // What cannot be removed now is in the way of nothing.
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}
