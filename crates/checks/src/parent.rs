//! Runs each check in a process of its own, and ends those that would never end.
//!
//! A run that does not end is judged by what it does and not by how long it takes: where every thread is blocked and no
//! processor time passes, nothing will ever happen again; where processor time passes without end, somebody looks again
//! and again. Only Linux tells these; elsewhere the time limit says that it does not know.

use crate::check::{Check, Kind};
use crate::child::MARK;
use crate::ending;
use crate::finding::Finding;
use crate::verdict::Verdict;
use serde_json::Value;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How often a running check is looked at.
const LOOK: Duration = Duration::from_millis(50);
/// After so many looks in a row at a process in which no thread can run, it is taken for deadlocked.
const LOOKS_BLOCKED: u32 = 30;
/// Nothing in a check takes longer than a second or two.
const LIMIT: Duration = Duration::from_secs(120);
/// Far more processor time than a check needs, in clock ticks (a hundredth of a second each, see proc(5)). Unlike the
/// time on the wall it does not depend on what else the machine does. An exploration has limits of its own.
const MOST_PROCESSOR_TIME: u64 = 1_000;
const MOST_PROCESSOR_TIME_EXPLORING: u64 = 6_000;
/// Lines on standard error that say why a process ended.
const MOST_LAST_WORDS: usize = 100_000;
/// More of a line than this is not kept.
const MOST_OF_A_LINE: u64 = 64 * 1024;
/// Far more than a check prints that prints in every interleaving, in bytes. What is lost in a flood is not read.
const MOST_OUTPUT: u64 = 16 * 1024 * 1024;

/// Runs `check` in a process made by `command`, which must end up in [`crate::child::run`].
pub fn run(check: &Check, command: &mut Command) -> Finding {
    run_named(check.id, check.kind, check.meeting, command)
}

/// As [`run`], for a check whose code is in another program.
pub fn run_named(id: &str, kind: Kind, meeting: bool, command: &mut Command) -> Finding {
    let nonce = format!("{:016x}", RandomState::new().hash_one(id));
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => return Finding::new(Verdict::GraderError, format!("cannot start the check: {error}")),
    };
    if let Some(mut stdin) = child.stdin.take() {
        // A child that is gone already will say so by its silence.
        let _ = writeln!(stdin, "{nonce}");
    }
    let stdout = child.stdout.take().expect("it was asked to be piped");
    let stderr = child.stderr.take().expect("it was asked to be piped");
    let printed = Arc::new(AtomicU64::new(0));
    let lines = Output { lines: lines_of(stdout, &printed), errors: lines_of(stderr, &printed), printed };
    let finding = watch(&mut child, &lines, &nonce, kind);
    let _ = child.kill();
    let _ = child.wait();
    // An exploration knows whether anybody waits at the meeting at all.
    let at_the_meeting = finding.evidence["meeting"] != Value::Bool(false);
    if finding.verdict == Verdict::Deadlock && meeting && at_the_meeting {
        let message = "jobs that must run at the same time wait for each other: only one at a time ran";
        return Finding {
            message: message.to_string(),
            ..Finding { verdict: Verdict::OverSynchronised, ..finding }
        };
    }
    finding
}

/// Waits for the record, the end of the process, or the certainty that there will be neither.
fn watch(child: &mut Child, output: &Output, nonce: &str, kind: Kind) -> Finding {
    let most_time = if kind == Kind::Model { MOST_PROCESSOR_TIME_EXPLORING } else { MOST_PROCESSOR_TIME };
    let started = Instant::now();
    let mut stillness = Stillness::new(child.id());
    let mut note = None;
    loop {
        match output.lines.recv_timeout(LOOK) {
            Ok(line) => match read(&line, nonce) {
                Some((kind, finding)) if kind == "record" => return finding,
                Some((_, finding)) => note = note.or(Some(finding)),
                None => {}
            },
            Err(RecvTimeoutError::Disconnected) => {
                // Whoever closes its output need not end.
                if let Ok(Some(status)) = child.try_wait() {
                    // The last words may still be on their way.
                    let errors = std::iter::from_fn(|| output.errors.recv_timeout(LOOK).ok()).take(MOST_LAST_WORDS);
                    return ending::finding(status, &errors.collect::<Vec<_>>(), note);
                }
                thread::sleep(LOOK);
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        if output.printed.load(Relaxed) > MOST_OUTPUT {
            let message = format!("it printed more than {} MiB", MOST_OUTPUT / 1024 / 1024);
            return Finding::new(Verdict::OutOfBounds, message);
        }
        if stillness.looks() >= LOOKS_BLOCKED {
            let message = "every thread waits for another one: nothing will ever happen again";
            return note.unwrap_or_else(|| Finding::new(Verdict::Deadlock, message));
        }
        if stillness.processor_time > most_time {
            let message = "it keeps the processor busy without ever coming to an end";
            return note.unwrap_or_else(|| Finding::new(Verdict::OutOfBounds, message));
        }
        if started.elapsed() > LIMIT {
            let message = format!("no end after {} seconds", LIMIT.as_secs());
            return note.unwrap_or_else(|| Finding::new(Verdict::OutOfBounds, message));
        }
    }
}

/// What a child writes, line by line.
struct Output {
    lines: Receiver<String>,
    errors: Receiver<String>,
    /// Bytes, of both.
    printed: Arc<AtomicU64>,
}

/// The lines of `stream`, as they come. What it prints is taken until it ends: a child that waits for its reader would
/// look as if it were deadlocked.
fn lines_of(stream: impl Read + Send + 'static, printed: &Arc<AtomicU64>) -> Receiver<String> {
    let (sender, lines) = channel();
    let printed = Arc::clone(printed);
    thread::spawn(move || {
        let mut reader = BufReader::new(stream);
        let mut line = Vec::new();
        while let Ok(read) = reader.by_ref().take(MOST_OF_A_LINE).read_until(b'\n', &mut line)
            && read > 0
        {
            let before = printed.fetch_add(read as u64, Relaxed);
            if before > MOST_OUTPUT || sender.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                break;
            }
            line.clear();
        }
    });
    lines
}

/// A record or a note with the right number.
fn read(line: &str, nonce: &str) -> Option<(String, Finding)> {
    let json: Value = serde_json::from_str(line.strip_prefix(MARK)?).ok()?;
    if json["nonce"].as_str()? != nonce {
        return None;
    }
    Some((json["kind"].as_str()?.to_string(), Finding::from_json(&json["finding"])?))
}

/// How long a process has been unable to do anything.
struct Stillness {
    process: u32,
    looked: Instant,
    looks: u32,
    processor_time: u64,
}

impl Stillness {
    fn new(process: u32) -> Self {
        Stillness { process, looked: Instant::now(), looks: 0, processor_time: 0 }
    }

    /// Looks once more; the number of looks in a row at which no thread could run and none had run since the last one.
    fn looks(&mut self) -> u32 {
        // However often it is asked: between two lines of output nothing has had time to happen.
        if self.looked.elapsed() < LOOK {
            return self.looks;
        }
        self.looked = Instant::now();
        let still = activity(self.process).is_some_and(|(blocked, time)| {
            let unchanged = time == self.processor_time;
            self.processor_time = time;
            blocked && unchanged
        });
        self.looks = if still { self.looks + 1 } else { 0 };
        self.looks
    }
}

/// Whether no thread of `process` can run, and the processor time that they have used, in clock ticks. `None` where the
/// system does not tell.
fn activity(process: u32) -> Option<(bool, u64)> {
    let (mut blocked, mut time) = (true, 0);
    for task in std::fs::read_dir(format!("/proc/{process}/task")).ok()? {
        let stat = std::fs::read_to_string(task.ok()?.path().join("stat")).ok()?;
        // The second field is a name in parentheses that may hold anything; see proc(5).
        let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
        blocked &= fields.next()? == "S";
        let user: u64 = fields.nth(10)?.parse().ok()?;
        let system: u64 = fields.next()?.parse().ok()?;
        time += user + system;
    }
    Some((blocked, time))
}
