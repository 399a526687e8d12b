//! `cargo xtask check`, the students' command. It builds the checks of an exercise on both kinds of primitives, runs
//! each check in its own process, and reports which pass, which fail, and where.
//!
//! * `options`: the command line.
//! * `given`: the lab's own files, and which of them a student changed.
//! * `build`: compiles the check binaries, and picks the compiler's errors in the student's files.
//! * `progress`: the progress line during compilation.
//! * `restore`: names check files that are missing.
//! * `examine`: runs the checks of one exercise.
//! * `memory`: which checks passed last time, and which hints were given.
//! * `todos`: what is left to write.
//! * `show`, `overview`: what is printed.
//! * `page`: the failing run in a browser.
//! * `watch`: waits until a file is saved.
//! * `pack`, `zip`: write the archive to hand in (`cargo xtask pack`).

mod build;
mod examine;
mod given;
mod memory;
mod options;
mod overview;
mod pack;
mod page;
mod progress;
mod restore;
mod show;
mod todos;
mod watch;
mod zip;

use checks::{EXERCISES, Exercise, folder};
use examine::Report;
use memory::Memory;
use options::{Asked, Options};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{ExitCode, exit};

/// Where everything is.
pub struct Lab {
    /// The workspace.
    root: PathBuf,
    /// The workspace whose checks are built: a copy of what will be graded, if a student changed other files too.
    graded: PathBuf,
    /// The warning about changed files that are not graded.
    changes: String,
    /// Where cargo puts what it builds.
    target: PathBuf,
}

fn main() -> ExitCode {
    let asked = match options::parse() {
        Ok(asked) => asked,
        Err(code) => return code,
    };
    let Some(mut lab) = lab() else {
        eprintln!("error: {}", folder::MISSING);
        return ExitCode::from(2);
    };
    let options = match asked {
        Asked::Check(options) => options,
        Asked::Pack(file) => return pack(&lab, &file.unwrap_or_else(|| lab.root.join(pack::ARCHIVE))),
    };
    loop {
        let sources = watch::Sources::now(&lab.root);
        if options.watch {
            // A pipe has no screen to clear: this line tells people and editors where a run begins.
            say(&format!("Checking {} …", options.exercise.map_or("every exercise", |exercise| exercise.id)));
        }
        let (graded, changes) = given::workspace(&lab.root, &lab.target);
        lab.graded = graded;
        lab.changes = given::warning(&changes);
        if !lab.changes.is_empty() {
            say(&lab.changes);
        }
        let passed = check(&lab, &options);
        if !options.watch {
            return if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE };
        }
        say("\nWaiting until a file is saved. Ctrl-C ends this.");
        sources.wait_for_a_change(&lab.root);
        // Clears the screen on a terminal.
        say("\u{1b}[H\u{1b}[2J\u{1b}[3J");
    }
}

/// The lab in which the command was typed.
fn lab() -> Option<Lab> {
    let program = std::env::current_exe().ok()?;
    let root = folder::root()?;
    // <target>/debug/student
    let target = folder::target(program.ancestors().nth(2)?, &root);
    // The compiler names files relative to the workspace, and so do our messages.
    std::env::set_current_dir(&root).ok()?;
    Some(Lab { graded: root.clone(), changes: String::new(), root, target })
}

fn pack(lab: &Lab, file: &Path) -> ExitCode {
    match pack::pack(&lab.root, file) {
        Ok(text) => {
            say(&text);
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Whether all requested checks pass.
fn check(lab: &Lab, options: &Options) -> bool {
    let mut memory = Memory::load(&lab.target);
    let passed = match options.exercise {
        Some(exercise) => one(lab, exercise, options, &mut memory),
        None if options.all => {
            let each: Vec<_> = EXERCISES.iter().map(|exercise| one(lab, exercise, options, &mut memory)).collect();
            each.into_iter().all(|passed| passed)
        }
        None => all(lab, options, &mut memory),
    };
    memory.save();
    passed
}

fn one(lab: &Lab, exercise: &'static Exercise, options: &Options, memory: &mut Memory) -> bool {
    let report = examine::one(lab, exercise, options);
    let before = memory.passed(exercise.id);
    memory.learn(&report, examine::fingerprint(lab, exercise));
    say(show::report(&report, &before, options).trim_end());
    if options.open {
        say(&format!("\n{}", page::open(lab, &report)));
    }
    if options.orderings {
        say(&format!("\n{}", show::orderings(&report).trim_end()));
        return report.passed();
    }
    if options.hint {
        say(&format!("\n{}", show::hint(&report, memory)));
        return report.passed();
    }
    // `--all` checks each of them anyway.
    if report.checks.is_ok() && !options.all {
        check_what_is_named_next(lab, exercise, options, memory);
    }
    memory.compare(|exercise| examine::fingerprint(lab, exercise));
    let next = show::next(&report, memory);
    if !next.is_empty() {
        say(&format!("\n{next}"));
    }
    report.passed()
}

/// The advice on what to do next depends on the example's other exercises, which may have changed too. They are
/// already compiled.
fn check_what_is_named_next(lab: &Lab, exercise: &Exercise, options: &Options, memory: &mut Memory) {
    for other in EXERCISES.iter().filter(|other| other.package == exercise.package && *other != exercise) {
        let fingerprint = examine::fingerprint(lab, other);
        let is_named = memory.was_checked(other) || exercise.needs.contains(&other.id);
        if is_named && !memory.knows(other.id, fingerprint) {
            memory.learn_unshown(&examine::one(lab, other, options), fingerprint);
        }
    }
}

/// The overview. Exercises that have not changed since their last check are not checked again.
fn all(lab: &Lab, options: &Options, memory: &mut Memory) -> bool {
    for exercise in &EXERCISES {
        let fingerprint = examine::fingerprint(lab, exercise);
        if !memory.knows(exercise.id, fingerprint) {
            let report = examine::one(lab, exercise, options);
            memory.learn(&report, fingerprint);
        }
    }
    say(&overview::overview(memory, options));
    if options.hint
        && let Some(exercise) = memory.next()
    {
        let report: Report = examine::one(lab, exercise, options);
        say(&show::hint(&report, memory));
    }
    memory.next().is_none()
}

/// Prints `text`. If the reader is gone, as after `| head`, the program ends silently.
fn say(text: &str) {
    let mut stdout = anstream::stdout().lock();
    if let Err(error) = writeln!(stdout, "{text}").and_then(|()| stdout.flush()) {
        if error.kind() != ErrorKind::BrokenPipe {
            eprintln!("error: cannot write the output: {error}");
        }
        exit(1);
    }
}
