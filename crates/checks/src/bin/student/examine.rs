//! Runs the checks of one exercise.

use crate::Lab;
use crate::build::{Refused, build};
use crate::options::Options;
use crate::todos::{self, Todo};
use checks::experiment::SEED;
use checks::mend::ORDERINGS;
use checks::model::{ASCII, BYTES, COLUMNS};
use checks::{Description, Exercise, Finding, Verdict, Watch, scan};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::thread;

/// The most bytes that the states of a program may take on a page: they must fit into a check's record.
const MOST_BYTES: usize = 500_000;

/// The result of checking one exercise.
pub struct Report {
    pub exercise: &'static Exercise,
    /// Every visible check with its finding, or why there are none.
    pub checks: Result<Vec<(Description, Finding)>, Refused>,
    /// Every `todo!` that is left for it in its file.
    pub todos: Vec<Todo>,
}

impl Report {
    /// Whether every check passed.
    pub fn passed(&self) -> bool {
        self.first_failing().is_none() && self.checks.as_ref().is_ok_and(|checks| !checks.is_empty())
    }

    /// The first check that did not pass, in the order in which they are shown.
    pub fn first_failing(&self) -> Option<&(Description, Finding)> {
        failing(self.checks.as_deref().unwrap_or_default()).into_iter().next()
    }

    /// The points earned, and the points possible.
    pub fn points(&self) -> (u32, u32) {
        let all = || self.checks.iter().flatten();
        let earned = all().filter(|(_, finding)| finding.verdict == Verdict::Passed);
        (earned.map(|(check, _)| check.points).sum(), all().map(|(check, _)| check.points).sum())
    }
}

/// The checks that did not pass. Those without a table come first, then the shortest table: it is the easiest to
/// read, and often shows the mistake behind the others too.
pub fn failing(checks: &[(Description, Finding)]) -> Vec<&(Description, Finding)> {
    let mut failing: Vec<_> = checks.iter().filter(|(_, finding)| finding.verdict != Verdict::Passed).collect();
    failing.sort_by_key(|(_, finding)| finding.detail.lines().count());
    failing
}

/// Builds and runs the checks of `exercise`.
pub fn one(lab: &Lab, exercise: &'static Exercise, options: &Options) -> Report {
    let checks = build(lab, exercise.package).map(|binaries| {
        let of = |program: &PathBuf| {
            let checks = Description::all_in(program).unwrap_or_default().into_iter();
            let checks = checks.filter(|check| check.exercise == exercise.id);
            checks.map(|check| (check, program.clone())).collect::<Vec<_>>()
        };
        let mut found = run_all([of(&binaries.standard), of(&binaries.model)].concat(), options);
        if let Some(forbidden) = forbidden(lab, exercise) {
            found.iter_mut().for_each(|(_, finding)| *finding = forbidden.clone());
        }
        found
    });
    Report { exercise, checks, todos: todos::in_file(&lab.root, exercise) }
}

/// Finds forbidden constructs: a primitive that the explorer does not know would pass every model.
fn forbidden(lab: &Lab, exercise: &Exercise) -> Option<Finding> {
    let source = fs::read_to_string(lab.root.join(exercise.path())).ok()?;
    let first = scan::forbidden(&source).into_iter().next()?;
    let message = format!("`{}` is not allowed here: {}", first.construct, first.advice);
    let place = format!("{}:{}", exercise.path(), first.line);
    Some(Finding { place: Some(place), ..Finding::new(Verdict::Forbidden, message) })
}

/// Runs every check, as many at a time as there are processors. The findings are in the order of the checks.
fn run_all(checks: Vec<(Description, PathBuf)>, options: &Options) -> Vec<(Description, Finding)> {
    let workers = thread::available_parallelism().map_or(2, usize::from);
    let findings: Vec<_> = checks.iter().map(|_| Mutex::new(None)).collect();
    let next = Mutex::new(checks.iter().zip(&findings));
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let Some(((check, program), slot)) = next.lock().expect("nobody panics here").next() else {
                        break;
                    };
                    let finding = check.run(
                        &mut command(program, options),
                        &mut Command::new(program),
                        SEED,
                        Watch::default(),
                    );
                    *slot.lock().expect("nobody panics here") = Some(finding);
                }
            });
        }
    });
    let found = findings.into_iter().map(|slot| slot.into_inner().expect("nobody panics here").expect("all ran"));
    checks.into_iter().map(|(check, _)| check).zip(found).collect()
}

fn command(program: &Path, options: &Options) -> Command {
    let mut command = Command::new(program);
    command.env(COLUMNS, options.columns().to_string());
    command.env_remove(ASCII).env_remove(ORDERINGS).env_remove(BYTES);
    if options.orderings {
        command.env(ORDERINGS, "1");
    }
    if options.open {
        command.env(BYTES, MOST_BYTES.to_string());
    }
    if options.ascii {
        command.env(ASCII, "1");
    }
    command
}

/// A hash that changes whenever a verdict of the exercise can change: it covers the sources of its example, its
/// checks, the crates that both use, and which of the lab's own files were changed.
pub fn fingerprint(lab: &Lab, exercise: &Exercise) -> u64 {
    let mut hasher = DefaultHasher::new();
    lab.changes.hash(&mut hasher);
    let crates = lab.root.join("crates");
    let example = crates.join(exercise.package);
    for folder in
        [example.join("src"), example.join("tests/spec"), crates.join("common"), crates.join("checks/src")]
    {
        for file in files_in(&folder) {
            (&file, fs::read(&file).unwrap_or_default()).hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// Every file in a folder and its subfolders, sorted.
pub fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}
