//! The reference: our own workspace, built once by cargo. It knows every check, how each check binary is compiled,
//! and the text of each file that a submission may replace.
//!
//! Checks run on the explorer's primitives. On `std`'s, which a student's own program uses, submissions are only
//! type-checked.

use crate::cargo::{self, Program};
use crate::files::{Digest, below};
use crate::launch::Launch;
use crate::tree::{TARGET, remove_forgotten, work};
use anyhow::{Context, Result, bail};
use checks::description::Description;
use checks::{EXERCISES, Exercise, Kind};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What submissions are built from and compared to.
#[derive(Clone)]
pub struct Reference {
    /// The workspace.
    pub root: PathBuf,
    /// Where submissions are built.
    pub work: PathBuf,
    /// The check binaries.
    pub programs: Vec<Program>,
    /// Every check that gives points, in the order of the exercises.
    pub checks: Vec<Known>,
    /// The text of each file that a student edits, by package and file.
    pub texts: BTreeMap<(&'static str, &'static str), String>,
    /// A digest of the checks, the examples, the explorer and the seed.
    pub digest: String,
    /// The seed of the checks' inputs.
    pub seed: u64,
    /// Starts untrusted programs.
    pub launch: Launch,
}

/// A check and where to find it.
#[derive(Clone)]
pub struct Known {
    /// The check. Its code is in the binary.
    pub check: Description,
    /// Its exercise.
    pub exercise: &'static Exercise,
    /// The index of its binary in [`Reference::programs`].
    pub program: usize,
}

impl Reference {
    /// Builds the workspace in `root`, and asks its binaries for their checks. `launch` starts the code of
    /// submissions, and the inputs of checks are drawn from `seed`.
    pub fn build(root: &Path, launch: Launch, seed: u64) -> Result<Self> {
        let target = root.join(TARGET);
        let notes = target.join("notes");
        std::fs::create_dir_all(&notes).with_context(|| format!("cannot make {}", notes.display()))?;
        let programs = cargo::build(root, &target, &notes)?;
        let mut checks = Vec::new();
        for (index, program) in programs.iter().enumerate() {
            checks.extend(describe(program, index)?);
        }
        // Within an exercise, checks that are faster and easier to read come first.
        checks.sort_by_key(|known| {
            let exercise = EXERCISES.iter().position(|exercise| exercise == known.exercise);
            (exercise, known.check.kind == Kind::Model)
        });
        let texts = texts(root)?;
        let work = work(root);
        remove_abandoned(&work);
        remove_forgotten(&work);
        Ok(Reference {
            digest: digest(root, seed)?,
            seed,
            root: root.to_path_buf(),
            work,
            programs,
            checks,
            texts,
            launch,
        })
    }

    /// The same with a different `launch`.
    #[must_use]
    pub fn with_launch(&self, launch: Launch) -> Self {
        Reference { launch, ..self.clone() }
    }

    /// The examples that have exercises.
    pub fn packages() -> Vec<&'static str> {
        let mut packages: Vec<_> = EXERCISES.iter().map(|exercise| exercise.package).collect();
        packages.dedup();
        packages
    }

    /// The program that judges `known`: the reference's own, which submissions cannot reach.
    pub fn judge(&self, known: &Known) -> Command {
        Command::new(&self.programs[known.program].executable)
    }

    /// The checks of a package, with their indices.
    pub fn checks_of(&self, package: &str) -> impl Iterator<Item = (usize, &Known)> {
        self.checks.iter().enumerate().filter(move |(_, known)| known.exercise.package == package)
    }
}

/// The text of each file that a student edits, by package and file.
pub fn texts(root: &Path) -> Result<BTreeMap<(&'static str, &'static str), String>> {
    let mut texts = BTreeMap::new();
    for exercise in &EXERCISES {
        let file = root.join("crates").join(exercise.package).join(exercise.file);
        let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        texts.insert((exercise.package, exercise.file), text);
    }
    Ok(texts)
}

/// Removes the trees of graders that were killed. Systems that do not list running processes keep them.
fn remove_abandoned(work: &Path) {
    let alive = |process: &str| !Path::new("/proc/self").exists() || Path::new("/proc").join(process).exists();
    for entry in std::fs::read_dir(work).into_iter().flatten().filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.split_once('-').is_some_and(|(process, _)| !alive(process)) {
            // A tree that cannot be removed does no harm.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// The checks of one binary that give points.
fn describe(program: &Program, index: usize) -> Result<Vec<Known>> {
    let package = program.package;
    let described = Description::all_in(&program.executable).with_context(|| format!("{package} has no checks"))?;
    let mut checks = Vec::new();
    for check in described.into_iter().filter(|check| !check.exercise.is_empty()) {
        let Some(exercise) = EXERCISES.iter().find(|exercise| exercise.id == check.exercise) else {
            bail!("{package}: the check {} belongs to no exercise", check.id);
        };
        checks.push(Known { check, exercise, program: index });
    }
    Ok(checks)
}

fn digest(root: &Path, seed: u64) -> Result<String> {
    let mut digest = Digest::default().with(&seed.to_le_bytes());
    for package in ["checks", "common", "interleave"].into_iter().chain(Reference::packages()) {
        let folder = root.join("crates").join(package);
        for file in
            below(&folder, &|path| path.ends_with("target") || path.ends_with("wrong") || path.ends_with("right"))?
        {
            if file.extension().is_some_and(|extension| extension == "rs") {
                let name = file.strip_prefix(root)?.to_string_lossy().into_owned();
                digest = digest.with(name.as_bytes()).with(&std::fs::read(&file)?);
            }
        }
    }
    Ok(digest.text())
}

#[cfg(test)]
pub(crate) mod fixture {
    //! A reference that was never built, for tests that run nothing.

    use super::*;
    use checks::experiment::SEED;
    use checks::{Check, Finding};

    /// Two checks of the locked counter, the second hidden, and one file.
    pub fn reference() -> Reference {
        let known = |check: Check| Known { check: Description::from(&check), exercise: &EXERCISES[0], program: 0 };
        let check = |id| Check::model(id, Finding::passed).exercise("locked-counter").title(id).points(5);
        let text = "fn f() {\n    // SOLUTION locked-increment: add\n    right();\n    // END SOLUTION\n}\n";
        Reference {
            root: PathBuf::new(),
            work: PathBuf::new(),
            programs: Vec::new(),
            checks: vec![known(check("counts-alone")), known(check("counts-in-company").hidden())],
            texts: BTreeMap::from([(("counter-race", "src/locked.rs"), text.to_string())]),
            digest: "1".to_string(),
            seed: SEED,
            launch: Launch::default(),
        }
    }
}
