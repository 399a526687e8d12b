//! Compiles a tree: the reference's sources with a submission's files in place of ours. The compiler runs with the
//! arguments that cargo used for the reference, but on this tree.

use crate::cargo::Program;
use crate::launch::{Guard, Launch, Step};
use crate::recorder::Compilation;
use crate::reference::Reference;
use crate::seed::Memory;
use anyhow::{Context, Result, bail, ensure};
use checks::CompileError;
use serde_json::Value;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

/// The reference takes a second. Where processor time is limited, that limit stops an endless compilation earlier.
const LIMIT: Duration = Duration::from_secs(300);
/// How often to check whether a compiler has exited after it closed its output.
const LOOK: Duration = Duration::from_millis(1);
/// The most of the compiler's output that is kept.
const MOST_OUTPUT: u64 = 8 * 1024 * 1024;
/// How many errors in one file are kept: students fix the first ones first.
pub const MOST_ERRORS: usize = 5;

/// Why a tree does not compile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// The first errors in files that the submission replaced.
    pub theirs: Vec<CompileError>,
    /// The first errors elsewhere: our code cannot use the submission's.
    pub ours: Vec<CompileError>,
    /// The number of all errors.
    pub total: usize,
    /// Whether a limit was reached, so that it might compile with a higher one.
    pub is_out_of_bounds: bool,
    /// Whether the compiler crashed.
    is_crash: bool,
}

/// A check binary, or why it does not compile.
pub type Built = Result<PathBuf, Refusal>;

/// Compiles the library that a check binary tests, then the binary, from `tree` into `out`. `replaced` are the
/// submission's files, relative to the tree.
///
/// Types are first checked on `std`'s primitives, because that is what students compile against and what its errors
/// name. Only then is it compiled on the explorer's primitives.
pub fn compile(
    reference: &Reference,
    program: &Program,
    tree: &Path,
    out: &Path,
    replaced: &[String],
    memory: Memory<'_>,
) -> Result<Built> {
    std::fs::create_dir_all(out)?;
    memory.lay(out)?;
    let launch = &reference.launch;
    launch.hand_over(out)?;
    let (standard, model) = (&program.standard, &program.model);
    let steps = [
        (standard, &standard.library, Step::Library, "metadata"),
        (standard, &standard.checks, Step::Checks, "metadata"),
        (model, &model.library, Step::Library, "link"),
        (model, &model.checks, Step::Binary, "link"),
    ];
    let mut built = Ok(());
    for (number, (compiled, compilation, step, emit)) in steps.into_iter().enumerate() {
        let mut arguments = arguments(compilation, program.package, &compiled.library_file, out, emit);
        if step == Step::Library {
            refuse_unsafe_code(&mut arguments, launch.has(Guard::UnsafeCode));
        }
        let run = |more: &[String]| {
            let mut compiler = launch.compiler(compilation, tree, program.package, out, step);
            rustc(launch, compiler.args(&arguments).args(more), replaced)
        };
        let more = memory.arguments(out, number);
        built = run(&more)?;
        if !more.is_empty() && built.as_ref().is_err_and(|refusal| refusal.is_crash) {
            // It may have crashed because it ran out of memory.
            built = run(&[])?;
        }
        if built.is_err() {
            break;
        }
    }
    launch.take_back(out)?;
    let file = out.join(program.executable.file_name().context("it has a name")?);
    if built.is_ok() {
        only_to_start(&file)?;
    }
    Ok(built.map(|()| file))
}

/// A check binary holds the hidden checks, so it may be executed but not read.
fn only_to_start(file: &Path) -> Result<()> {
    #[cfg(unix)]
    std::fs::set_permissions(file, std::os::unix::fs::PermissionsExt::from_mode(0o111))?;
    let _ = file;
    Ok(())
}

/// Cargo's arguments, changed to write into `out`, use the library there, print plain messages, and `emit` this.
fn arguments(compilation: &Compilation, package: &str, library_file: &str, out: &Path, emit: &str) -> Vec<String> {
    let mut arguments = Vec::new();
    let crate_name = package.replace('-', "_");
    let mut given = compilation.arguments.iter();
    while let Some(argument) = given.next() {
        if argument == "--out-dir" {
            given.next();
        } else if argument == "--extern" {
            let library = given.next().map_or("", String::as_str);
            arguments.push(argument.clone());
            if library.split('=').next() == Some(crate_name.as_str()) {
                arguments.push(format!("{crate_name}={}", out.join(library_file).display()));
            } else {
                arguments.push(library.to_string());
            }
        } else if !argument.starts_with("--json") && !argument.starts_with("--emit") {
            arguments.push(argument.clone());
        }
    }
    // Its warnings are not read. Denied and forbidden lints stay as they are.
    arguments.extend([format!("--emit={emit}"), "--allow=warnings".to_string()]);
    arguments.extend(["--out-dir".to_string(), out.display().to_string()]);
    arguments
}

/// Forbids `unsafe` in a submission, whatever the example's manifest says. No attribute can lift `forbid`.
fn refuse_unsafe_code(arguments: &mut Vec<String>, refuse: bool) {
    arguments.retain(|argument| !argument.ends_with("=unsafe_code"));
    if refuse {
        arguments.push("--forbid=unsafe_code".to_string());
    }
}

/// Runs the compiler, confined by `launch`. The outer error is a failure of the grader, the inner one the submission's.
fn rustc(launch: &Launch, command: &mut Command, replaced: &[String]) -> Result<Result<(), Refusal>> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut compiler = command.spawn().context("cannot start the compiler")?;
    let mut stderr = compiler.stderr.take().context("it was asked to be piped")?;
    let (closes, closed) = channel::<()>();
    let reader = thread::spawn(move || {
        let mut text = Vec::new();
        let _ = stderr.by_ref().take(MOST_OUTPUT).read_to_end(&mut text);
        drop(closes);
        // The pipe closes here, which ends a compiler that goes on writing.
        String::from_utf8_lossy(&text).into_owned()
    });
    let started = Instant::now();
    // When the compiler has closed its stderr it is nearly always done, so this hardly ever polls.
    let _ = closed.recv_timeout(LIMIT);
    let status = loop {
        if let Some(status) = compiler.try_wait()? {
            break Some(status);
        }
        if started.elapsed() > LIMIT {
            break None;
        }
        thread::sleep(LOOK);
    };
    // Its child processes are of no use without it, and would keep the pipe open.
    confine::kill_all(&mut compiler);
    let _ = compiler.wait();
    let output = reader.join().unwrap_or_default();
    if let Some(why) = launch.confinement().refusal(&output) {
        bail!("the compiler cannot be confined: {why}");
    }
    let Some(status) = status else {
        let message = format!("the compiler did not finish within {} seconds", LIMIT.as_secs());
        // It did not even use up its processor time: the machine is to blame, not the submission.
        ensure!(!launch.limits_processor_time(), "{message}: this machine is too busy");
        return Ok(Err(Refusal::exceeded(replaced, message)));
    };
    if status.success() {
        return Ok(Ok(()));
    }
    if let Some(what) = exceeded(status, &output) {
        return Ok(Err(Refusal::exceeded(
            replaced,
            format!("the compiler exceeded its limits: {what} ({status})"),
        )));
    }
    let refusal = refusal(&output, replaced);
    if refusal.total > 0 {
        return Ok(Err(refusal));
    }
    // There is no error in any line. Source text can crash a compiler (a hundred thousand parentheses do), but it
    // cannot make the linker fail, or the system kill it for lack of memory.
    if crashed(status) {
        let refusal = Refusal::whole(replaced, format!("the compiler crashed on it ({status})"));
        return Ok(Err(Refusal { is_crash: true, ..refusal }));
    }
    let messages = output.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let first = messages.filter_map(|json| json["message"].as_str().map(str::to_string)).next();
    bail!("the compiler failed ({status}): {}", first.unwrap_or_else(|| output.trim().to_string()))
}

/// See signal(7).
const SIGKILL: i32 = 9;
const SIGXCPU: i32 = 24;
const SIGXFSZ: i32 = 25;
const SIGSYS: i32 = 31;

/// The signal that ended a program. The process that started a linker reports it as a shell does: 128 plus its number.
fn signal(status: ExitStatus) -> Option<i32> {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return Some(signal);
    }
    status.code().filter(|code| (129..160).contains(code)).map(|code| code - 128)
}

/// The limit that ended the compiler.
fn exceeded(status: ExitStatus, output: &str) -> Option<&'static str> {
    match signal(status) {
        Some(SIGXCPU) => Some("too much processor time"),
        Some(SIGXFSZ) => Some("too large a file"),
        _ if output.len() as u64 >= MOST_OUTPUT => Some("too many messages"),
        _ => {
            let mut lines = output.lines().filter(|line| !line.starts_with('{'));
            let is_memory = |line: &str| line.contains("memory allocation of") || line.contains("out of memory");
            lines.any(is_memory).then_some("too much memory")
        }
    }
}

/// Whether the compiler had an internal error or a stack overflow. A refused system call is a failure of the grader:
/// source text does not change which system calls the compiler makes.
fn crashed(status: ExitStatus) -> bool {
    signal(status).map_or(status.code() == Some(101), |signal| signal != SIGKILL && signal != SIGSYS)
}

impl Refusal {
    /// A refusal without a line.
    fn whole(replaced: &[String], message: String) -> Self {
        let file = replaced.first().cloned().unwrap_or_default();
        let error = CompileError { file, rendered: message.clone(), message, ..CompileError::default() };
        Refusal { theirs: vec![error], total: 1, ..Refusal::default() }
    }

    /// Like [`Refusal::whole`], if a limit was reached.
    fn exceeded(replaced: &[String], message: String) -> Self {
        Refusal { is_out_of_bounds: true, ..Refusal::whole(replaced, message) }
    }

    /// Whether the compiler found an error in this file.
    pub fn is_about(&self, file: &str) -> bool {
        self.theirs.iter().any(|error| error.file == file)
    }
}

/// Sorts the compiler's messages, one per line; other lines are ignored.
pub fn refusal(output: &str, replaced: &[String]) -> Refusal {
    let mut refusal = Refusal::default();
    for line in output.lines() {
        let Ok(json) = serde_json::from_str::<Value>(line) else { continue };
        let Some(error) = CompileError::of(&json, &|file| replaced.iter().any(|other| other == file)) else {
            continue;
        };
        refusal.total += 1;
        let list = if replaced.contains(&error.file) { &mut refusal.theirs } else { &mut refusal.ours };
        error.add_to(list, MOST_ERRORS);
    }
    refusal
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn error(file: &str, line: u64) -> String {
        let span = json!({"file_name": file, "line_start": line, "is_primary": true, "expansion": null});
        json!({"level": "error", "message": "mismatched types", "rendered": "…", "spans": [span]}).to_string()
    }

    #[test]
    fn only_the_first_errors_in_each_file_are_kept() {
        let mut output: Vec<String> = (1..=1000).map(|line| error("crates/a/src/one.rs", line)).collect();
        output.push(error("crates/a/src/two.rs", 7));
        let files = ["crates/a/src/one.rs".to_string(), "crates/a/src/two.rs".to_string()];
        let refusal = refusal(&output.join("\n"), &files);
        assert_eq!((refusal.total, refusal.theirs.len()), (1001, MOST_ERRORS + 1));
        assert_eq!(refusal.theirs[0].line, 1);
        assert!(refusal.is_about("crates/a/src/two.rs"));
    }

    #[test]
    fn an_error_in_our_code_is_kept_apart_from_the_submission_s_errors() {
        let refusal = refusal(&error("crates/a/tests/spec/main.rs", 3), &["crates/a/src/one.rs".to_string()]);
        assert_eq!((refusal.theirs.len(), refusal.ours.len()), (0, 1));
    }
}
