//! Measures processes: their output, and the processor time of them and their children.

use crate::rounds::Sample;
use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// The output and the cost of a process.
pub struct Ended {
    /// Its stdout.
    pub text: String,
    /// The time from its start to its end.
    pub time: Duration,
    /// Its processor time and that of all its children; `None` if the system does not report it.
    pub processor: Option<f64>,
}

/// Runs `command` to its end. Only one process may be measured at a time, because the system adds up all that have
/// ended.
///
/// # Errors
///
/// If it cannot be started, or exits with a code other than 0; the error contains its last line of stderr.
pub fn run(command: &mut Command) -> Result<Ended> {
    run_within(command, None)?.context("it has no limit")
}

/// Like [`run`], but kills it after `limit` and returns `None`.
///
/// # Errors
///
/// As [`run`].
pub fn run_within(command: &mut Command, limit: Option<Duration>) -> Result<Option<Ended>> {
    let name = command.get_program().to_string_lossy().into_owned();
    let before = of_children();
    let begun = Instant::now();
    let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("cannot start {name}"))?;
    let (mut stdout, mut stderr) =
        (child.stdout.take().context("no stdout")?, child.stderr.take().context("no stderr")?);
    let (sender, done) = channel();
    let complaints = thread::spawn(move || {
        let mut text = String::new();
        stderr.read_to_string(&mut text).map(|_| text)
    });
    let printed = thread::spawn(move || {
        let mut text = String::new();
        let read = stdout.read_to_string(&mut text).map(|_| text);
        let _ = sender.send(()); // who waits may have given up
        read
    });
    if let Some(limit) = limit
        && done.recv_timeout(limit) == Err(RecvTimeoutError::Timeout)
    {
        let _ = child.kill(); // it may have ended in this moment
        child.wait()?;
        return Ok(None);
    }
    let status = child.wait()?;
    let time = begun.elapsed();
    let text = printed.join().expect("reading does not panic")?;
    let complaints = complaints.join().expect("reading does not panic")?;
    ensure!(status.success(), "{name}: {status}: {}", complaints.trim_end().lines().last().unwrap_or(""));
    let processor = before.zip(of_children()).map(|(before, after)| after - before);
    Ok(Some(Ended { text, time, processor }))
}

/// The first argument of a process that runs another program, whose name and arguments follow, and reports its cost.
pub const MEASURED: &str = "measured";

/// Runs `command` to its end in a separate process that has no other child, so the peak memory of that process's
/// children is the command's. Its output is discarded.
///
/// # Errors
///
/// As [`run`].
pub fn measured(command: &mut Command) -> Result<Sample> {
    let mut measured = Command::new(std::env::current_exe()?);
    measured.arg(MEASURED).arg(command.get_program()).args(command.get_args());
    let text = run(&mut measured)?.text;
    let mut numbers = text.split_whitespace().map(str::parse::<f64>);
    let cost = numbers.next().context("it says no time")??;
    Ok(Sample { cost, processor: numbers.next().transpose()?, memory: numbers.next().transpose()? })
}

/// The process that runs another: prints seconds, seconds of processor time, and bytes; the last two if the system
/// reports them.
///
/// # Errors
///
/// If it cannot be started, or fails.
pub fn measured_main(mut arguments: impl Iterator<Item = std::ffi::OsString>) -> Result<()> {
    let program = arguments.next().context("no program to run")?;
    let begun = Instant::now();
    let status = Command::new(&program).args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).status()?;
    let time = begun.elapsed().as_secs_f64();
    ensure!(status.success(), "{}: {status}", program.display());
    let rest = of_children().zip(memory_of_children()).map(|(processor, memory)| format!(" {processor} {memory}"));
    println!("{time}{}", rest.unwrap_or_default());
    Ok(())
}

/// The peak memory of the largest child that has ended, in bytes.
#[cfg(unix)]
fn memory_of_children() -> Option<f64> {
    use nix::sys::resource::{UsageWho, getrusage};
    let most = getrusage(UsageWho::RUSAGE_CHILDREN).ok()?.max_rss() as f64;
    Some(if cfg!(target_vendor = "apple") { most } else { most * 1024.0 })
}

#[cfg(not(unix))]
fn memory_of_children() -> Option<f64> {
    None
}

/// Seconds of processor time of all children that have ended, including their children.
#[cfg(unix)]
fn of_children() -> Option<f64> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).ok()?;
    let spent = usage.user_time() + usage.system_time();
    Some(spent.num_microseconds() as f64 / 1e6)
}

#[cfg(not(unix))]
fn of_children() -> Option<f64> {
    None
}

/// Cargo in this workspace.
pub fn cargo() -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(root());
    command
}

/// Builds the program `name` of this package with `features`, in the profile of the explorers. Returns its path.
///
/// # Errors
///
/// If it does not compile.
pub fn built(name: &str, features: &str) -> Result<PathBuf> {
    let mut build = cargo();
    build.args(["build", "--quiet", "--profile", "model", "--package", "bench", "--bin", name]);
    build.args(["--no-default-features", "--features", features, "--message-format", "json"]);
    let text = run(&mut build)?.text;
    let mut messages = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let built = messages.rfind(|message| message["target"]["name"] == name);
    let built = built.and_then(|message| message["executable"].as_str().map(PathBuf::from));
    built.with_context(|| format!("cargo does not say where `{name}` is"))
}

/// The workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("this crate is two folders down").to_path_buf()
}

/// Why `program` cannot be measured, and how to get it; `None` if it is there.
pub fn missing(program: &str) -> Option<String> {
    let version = Command::new(program).arg("--version").stdin(Stdio::null()).output();
    (!version.is_ok_and(|output| output.status.success())).then(|| format!("not installed: apt install {program}"))
}

/// A process that serves until it is dropped.
pub struct Server(Child);

impl Server {
    /// Starts `command`; and the first line that it prints.
    ///
    /// # Errors
    ///
    /// If it cannot be started, or prints nothing.
    pub fn start(command: &mut Command) -> Result<(Server, String)> {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let stdout = child.stdout.take().context("no stdout")?;
        let server = Server(child);
        let mut line = String::new();
        if BufReader::new(stdout).read_line(&mut line)? == 0 {
            bail!("the server did not start");
        }
        Ok((server, line.trim().to_string()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill(); // it may have ended by itself
        let _ = self.0.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_is_reported_with_how_to_install_it() {
        assert_eq!(missing("no-such-program"), Some("not installed: apt install no-such-program".to_string()));
        assert_eq!(missing("cargo"), None);
    }

    #[test]
    fn a_failed_process_is_reported_with_its_last_line() {
        let error = run(Command::new("cargo").arg("--no-such-option")).err().unwrap().to_string();
        assert!(error.starts_with("cargo: "), "{error}");
    }

    #[test]
    #[cfg(unix)]
    fn a_process_that_exceeds_its_limit_is_killed() {
        assert!(
            run_within(Command::new("cat").arg("/dev/zero"), Some(Duration::from_millis(1))).unwrap().is_none()
        );
        assert!(
            run_within(Command::new("cargo").arg("--version"), Some(Duration::from_secs(600))).unwrap().is_some()
        );
    }
}
