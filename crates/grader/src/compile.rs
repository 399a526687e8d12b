//! Compiles a tree: the reference's sources with a submission's files in place of ours. The compiler runs as cargo ran it
//! for the reference, but on this tree.

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

/// The reference takes a second. What never ends is ended by its use of the processor, where that is limited.
const LIMIT: Duration = Duration::from_secs(300);
/// How often a compiler that says nothing any more is asked whether it is done.
const LOOK: Duration = Duration::from_millis(1);
/// More of the compiler's output is not kept.
const MOST_OUTPUT: u64 = 8 * 1024 * 1024;
/// In one file: a student mends the first errors first.
pub const MOST_ERRORS: usize = 5;

/// Why a tree does not compile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// The first errors in files that the submission replaced.
    pub theirs: Vec<CompileError>,
    /// The first errors elsewhere: our code cannot use what the submission made of it.
    pub ours: Vec<CompileError>,
    /// How many errors there were in all.
    pub total: usize,
    /// Whether it might compile with more of something.
    pub is_out_of_bounds: bool,
    /// Whether the compiler did not survive it.
    is_crash: bool,
}

/// A check binary, or why there is none.
pub type Built = Result<PathBuf, Refusal>;

/// Compiles a check binary, and first the library that it tests, from `tree` into `out`. `replaced` are the submission's
/// files, from the tree.
///
/// What a student's program may do is what `std` lets it, and its words are the ones that a student knows: so the types are
/// checked on `std`'s primitives before anything is compiled on the explorer's.
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
            // It may have been its own memory that it did not survive.
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

/// A check binary holds the hidden checks: it is started, and read by nobody.
fn only_to_start(file: &Path) -> Result<()> {
    #[cfg(unix)]
    std::fs::set_permissions(file, std::os::unix::fs::PermissionsExt::from_mode(0o111))?;
    let _ = file;
    Ok(())
}

/// Cargo's arguments, but: into `out`, against the library there, with plain messages, and to `emit` this.
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
    // Nobody reads its warnings; what is denied or forbidden stays so.
    arguments.extend([format!("--emit={emit}"), "--allow=warnings".to_string()]);
    arguments.extend(["--out-dir".to_string(), out.display().to_string()]);
    arguments
}

/// Whatever the manifest of an example says: the code of a submission is safe. `forbid` can be lifted by no attribute.
fn refuse_unsafe_code(arguments: &mut Vec<String>, refuse: bool) {
    arguments.retain(|argument| !argument.ends_with("=unsafe_code"));
    if refuse {
        arguments.push("--forbid=unsafe_code".to_string());
    }
}

/// Runs the compiler as `launch` confines it. The outer error is ours, the inner one the submission's.
fn rustc(launch: &Launch, command: &mut Command, replaced: &[String]) -> Result<Result<(), Refusal>> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut compiler = command.spawn().context("cannot start the compiler")?;
    let mut stderr = compiler.stderr.take().context("it was asked to be piped")?;
    let (closes, closed) = channel::<()>();
    let reader = thread::spawn(move || {
        let mut text = Vec::new();
        let _ = stderr.by_ref().take(MOST_OUTPUT).read_to_end(&mut text);
        drop(closes);
        // The pipe closes here: a compiler that goes on writing is ended by that.
        String::from_utf8_lossy(&text).into_owned()
    });
    let started = Instant::now();
    // Nearly always it is done when it has closed its standard error: nobody has to look again and again.
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
    // What it started is of no use without it, and would keep the pipe open.
    confine::kill_all(&mut compiler);
    let _ = compiler.wait();
    let output = reader.join().unwrap_or_default();
    if let Some(why) = launch.confinement().refusal(&output) {
        bail!("the compiler cannot be confined: {why}");
    }
    let Some(status) = status else {
        let message = format!("the compiler was not done after {} seconds", LIMIT.as_secs());
        // It did not even get what it may use up: that is this machine's doing, and nobody's mistake.
        ensure!(!launch.limits_processor_time(), "{message}: this machine is too busy");
        return Ok(Err(Refusal::exceeded(replaced, message)));
    };
    if status.success() {
        return Ok(Ok(()));
    }
    if let Some(what) = exceeded(status, &output) {
        return Ok(Err(Refusal::exceeded(replaced, format!("the compiler needs {what} for it ({status})"))));
    }
    let refusal = refusal(&output, replaced);
    if refusal.total > 0 {
        return Ok(Err(refusal));
    }
    // No error in any line. Source text can crash a compiler (a hundred thousand parentheses do), but it cannot make the
    // linker fail, or the system kill it for want of memory.
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

/// The signal that ended a program. What stays beside a linker says it as a shell does: 128 and its number.
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

/// An internal error of the compiler, or a stack that overflowed. A system call that is refused is our own fault: no
/// source text makes the compiler do what it does not do otherwise.
fn crashed(status: ExitStatus) -> bool {
    signal(status).map_or(status.code() == Some(101), |signal| signal != SIGKILL && signal != SIGSYS)
}

impl Refusal {
    /// About no line in particular.
    fn whole(replaced: &[String], message: String) -> Self {
        let file = replaced.first().cloned().unwrap_or_default();
        let error = CompileError { file, rendered: message.clone(), message, ..CompileError::default() };
        Refusal { theirs: vec![error], total: 1, ..Refusal::default() }
    }

    /// As [`Refusal::whole`], where a limit was reached.
    fn exceeded(replaced: &[String], message: String) -> Self {
        Refusal { is_out_of_bounds: true, ..Refusal::whole(replaced, message) }
    }

    /// Whether the compiler found something wrong in this file.
    pub fn is_about(&self, file: &str) -> bool {
        self.theirs.iter().any(|error| error.file == file)
    }
}

/// Sorts the compiler's messages, one in a line; what is none is left out.
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
    fn of_a_thousand_errors_the_first_in_each_file_are_kept() {
        let mut output: Vec<String> = (1..=1000).map(|line| error("crates/a/src/one.rs", line)).collect();
        output.push(error("crates/a/src/two.rs", 7));
        let files = ["crates/a/src/one.rs".to_string(), "crates/a/src/two.rs".to_string()];
        let refusal = refusal(&output.join("\n"), &files);
        assert_eq!((refusal.total, refusal.theirs.len()), (1001, MOST_ERRORS + 1));
        assert_eq!(refusal.theirs[0].line, 1);
        assert!(refusal.is_about("crates/a/src/two.rs"));
    }

    #[test]
    fn an_error_in_our_code_is_not_the_submission_s() {
        let refusal = refusal(&error("crates/a/tests/spec/main.rs", 3), &["crates/a/src/one.rs".to_string()]);
        assert_eq!((refusal.theirs.len(), refusal.ours.len()), (0, 1));
    }
}
