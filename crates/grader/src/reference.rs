//! The reference: our own workspace, built once by cargo on both backends. It knows every check, how each check binary
//! is compiled, and the text of each file that a submission may replace.

use crate::files::{Digest, below};
use crate::launch::Launch;
use crate::recorder::{Compilation, NOTES};
use crate::tree::{TARGET, remove_forgotten, work};
use anyhow::{Context, Result, bail, ensure};
use checks::description::Description;
use checks::{EXERCISES, Exercise};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The primitives that a check runs on, with the features of an example that choose them.
const BACKENDS: [(&str, &str); 2] = [("std", ""), ("model", "model")];
/// The check binary of each example: all its checks in one, for that is compiled for each submission.
const BINARY: &str = "all";

/// What submissions are compared with and built from.
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
    /// Changes with the checks, the examples, the explorer and the seed.
    pub digest: String,
    /// What the inputs of checks are drawn from.
    pub seed: u64,
    /// Starts what is not ours.
    pub launch: Launch,
}

/// A check binary, with the library that it tests.
#[derive(Clone)]
pub struct Program {
    /// The example.
    pub package: &'static str,
    /// `std` or `model`.
    pub backend: &'static str,
    /// How the library of the example is compiled.
    pub library: Compilation,
    /// The name of the library's file.
    pub library_file: String,
    /// How the binary is compiled.
    pub compilation: Compilation,
    /// The reference's own.
    pub executable: PathBuf,
}

/// A check, with where to find it.
#[derive(Clone)]
pub struct Known {
    /// The check. Its code is in the binary.
    pub check: Description,
    /// Its exercise.
    pub exercise: &'static Exercise,
    /// Its binary, of [`Reference::programs`].
    pub program: usize,
}

impl Reference {
    /// Builds the workspace in `root`, and asks its binaries for their checks. Submissions' code is started by `launch`.
    /// Inputs of checks are drawn from `seed`.
    pub fn build(root: &Path, launch: Launch, seed: u64) -> Result<Self> {
        let target = root.join(TARGET);
        let notes = target.join("notes");
        std::fs::create_dir_all(&notes).with_context(|| format!("cannot make {}", notes.display()))?;
        let mut programs = Vec::new();
        for (backend, features) in BACKENDS {
            programs.extend(build_programs(root, &target, &notes, backend, features)?);
        }
        let mut checks = Vec::new();
        let mut used = Vec::new();
        for program in programs {
            let found = describe(&program, used.len())?;
            if !found.is_empty() {
                checks.extend(found);
                used.push(program);
            }
        }
        checks.sort_by_key(|known| EXERCISES.iter().position(|exercise| exercise == known.exercise));
        let texts = texts(root)?;
        let work = work(root);
        remove_abandoned(&work);
        remove_forgotten(&work);
        Ok(Reference {
            digest: digest(root, seed)?,
            seed,
            root: root.to_path_buf(),
            work,
            programs: used,
            checks,
            texts,
            launch,
        })
    }

    /// The same, whose submissions' code is started by `launch`.
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

    /// The program that judges `known`: the reference's own, which no submission reaches.
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

/// Removes the trees of graders that were killed. A system that does not tell which processes live keeps them.
fn remove_abandoned(work: &Path) {
    let alive = |process: &str| !Path::new("/proc/self").exists() || Path::new("/proc").join(process).exists();
    for entry in std::fs::read_dir(work).into_iter().flatten().filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.split_once('-').is_some_and(|(process, _)| !alive(process)) {
            // What cannot be removed is in the way of nothing.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// Lets cargo build the check binaries on one backend, and reads how it did.
fn build_programs(
    root: &Path,
    target: &Path,
    notes: &Path,
    backend: &'static str,
    feature: &str,
) -> Result<Vec<Program>> {
    let packages = Reference::packages();
    let mut cargo = Command::new("cargo");
    // What is locked and there is not looked for anywhere; what is not there yet must be fetched once.
    cargo.current_dir(root).args(["build", "--quiet", "--locked", "--profile", "grade"]);
    cargo.args(["--message-format", "json-render-diagnostics", "--no-default-features"]);
    cargo.arg("--target-dir").arg(target);
    for package in &packages {
        cargo.args(["--package", package]);
        if !feature.is_empty() {
            cargo.args(["--features", &format!("{package}/{feature}")]);
        }
    }
    cargo.args(["--test", BINARY]);
    cargo.env("RUSTC_WORKSPACE_WRAPPER", std::env::current_exe()?).env(NOTES, notes);
    let output = cargo.stderr(Stdio::inherit()).output().context("cannot start cargo")?;
    ensure!(output.status.success(), "the reference does not compile on `{backend}`");

    let messages: Vec<Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .filter(|message: &Value| message["reason"] == "compiler-artifact")
        .collect();
    let mut programs = Vec::new();
    for package in packages {
        let of_package = |message: &&Value| {
            let manifest = message["manifest_path"].as_str().unwrap_or_default();
            Path::new(manifest).parent().is_some_and(|folder| folder.ends_with(Path::new("crates").join(package)))
        };
        let library = messages.iter().filter(of_package).find(|message| message["target"]["kind"][0] == "lib");
        let library = library.and_then(|message| {
            let files = message["filenames"].as_array()?.iter().filter_map(Value::as_str);
            files.map(PathBuf::from).find(|file| file.extension().is_some_and(|extension| extension == "rlib"))
        });
        let library = library.with_context(|| format!("cargo reports no library of {package}"))?;
        let is_binary =
            |message: &&Value| message["target"]["kind"][0] == "test" && message["target"]["name"] == BINARY;
        let binary = messages.iter().filter(of_package).find(is_binary);
        let executable = binary.and_then(|message| message["executable"].as_str()).map(PathBuf::from);
        let executable = executable.with_context(|| format!("cargo reports no binary {BINARY} of {package}"))?;
        programs.push(Program {
            package,
            backend,
            library: Compilation::of(notes, &library)?,
            library_file: library.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            compilation: Compilation::of(notes, &executable)?,
            executable,
        });
    }
    Ok(programs)
}

/// The checks of one binary that give points.
fn describe(program: &Program, index: usize) -> Result<Vec<Known>> {
    let what = || format!("{} ({})", program.package, program.backend);
    let described =
        Description::all_in(&program.executable).with_context(|| format!("{} has no checks", what()))?;
    let mut checks = Vec::new();
    for check in described.into_iter().filter(|check| !check.exercise.is_empty()) {
        let Some(exercise) = EXERCISES.iter().find(|exercise| exercise.id == check.exercise) else {
            bail!("{}: the check {} belongs to no exercise", what(), check.id);
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
    //! A reference that was never built: enough for whatever runs nothing.

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
