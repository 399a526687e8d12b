//! Runs the half of a check that runs with the code under test, in this process. Its observation, or a model's
//! finding, goes to the parent as one record with the nonce of the question. The nonce exists only in this process's
//! memory, which safe code cannot read except through `/proc/self/mem`, and a confined process has no such file.
//!
//! A failing assertion must not unwind: it could drop a pool that waits for a worker that waits for the check. So the
//! panic hook itself writes the record and ends the process.

use crate::channel::Channel;
use crate::check::{Check, Run};
use crate::finding::Finding;
use crate::model::without_states;
use crate::once::observed;
use crate::record::{self, Record};
use crate::verdict::Verdict;
use interleave::{Options, explore, running};
use serde_json::Value;
use std::any::Any;
use std::panic::{PanicHookInfo, set_hook, take_hook};
use std::process::exit;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::{ThreadId, current};

/// Begins the message of a panic that a check makes on purpose, to see how the code under test handles it.
pub const ON_PURPOSE: &str = "on purpose: ";

/// How the message of `todo!()` begins.
const TODO: &str = "not yet implemented";
/// What the standard library prints before it aborts because of a panic during a panic.
const DOUBLE: &str = "panic in a destructor during cleanup";

/// The channel and nonce of this process's check.
static REPORTER: OnceLock<Arc<Reporter>> = OnceLock::new();
/// Set when the verdict is known: later panics no longer count.
static VERDICT_IS_KNOWN: AtomicBool = AtomicBool::new(false);

/// Sends the verdict in advance, in case this process does not survive to send it.
pub(crate) fn note(finding: &Finding) {
    let Some(reporter) = REPORTER.get() else { return };
    let mut channel = reporter.channel.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(channel) = channel.as_mut() {
        let _ = channel.write(&reporter.line(&Record::Note(finding.clone())));
    }
}

/// Runs `work` on the code under test; nothing that it does changes the verdict any more.
pub(crate) fn after_the_verdict<T>(work: impl FnOnce() -> T) -> T {
    VERDICT_IS_KNOWN.store(true, Relaxed);
    let done = work();
    VERDICT_IS_KNOWN.store(false, Relaxed);
    done
}

/// Runs the half of `check` that runs with the code under test, and ends the process.
pub fn run(check: &Check) -> ! {
    let asked = Channel::take().ok().and_then(|(channel, question)| {
        let mut question: Value = serde_json::from_str(&question).ok()?;
        let nonce = question["nonce"].as_str()?.to_string();
        Some((Reporter::new(check.id, nonce, channel), question["input"].take()))
    });
    let Some((reporter, input)) = asked else {
        eprintln!("error: `{}` can only be run by another process, which sends a question on stdin", check.id);
        exit(2)
    };
    let _ = REPORTER.set(Arc::clone(&reporter));
    let hook = Arc::clone(&reporter);
    set_hook(Box::new(move |panic| hook.panicked(panic)));
    let record = match check.run {
        Run::Compares(experiment) if common::EXPLORES => {
            before_the_explorer_s_hook(&reporter, Reporter::panicked);
            match observed(|| experiment.observe(input.clone())) {
                Ok(observation) => observation.flatten().map(Record::Observation),
                // A thread that waits for ever may wait for one that panicked.
                Err(finding) => Some(Record::Finding(reporter.noted.get().cloned().unwrap_or(finding))),
            }
        }
        Run::Compares(experiment) => experiment.observe(input).map(Record::Observation),
        Run::Finds(find) => {
            before_the_explorer_s_hook(&reporter, Reporter::panicked_in_a_model);
            Some(Record::Finding(find()))
        }
        Run::Elsewhere => None,
    };
    reporter.finish(record.as_ref())
}

/// Reports a panic before the explorer treats it as one of a program's outcomes, and goes on.
fn before_the_explorer_s_hook(reporter: &Arc<Reporter>, tell: fn(&Reporter, &PanicHookInfo<'_>)) {
    // The first exploration installs the explorer's hook; ours must run before it.
    let _ = explore(&Options::new(), || ());
    let next = take_hook();
    let reporter = Arc::clone(reporter);
    set_hook(Box::new(move |panic| {
        tell(&reporter, panic);
        next(panic);
    }));
}

struct Reporter {
    id: &'static str,
    nonce: String,
    check_thread: ThreadId,
    /// `None` once the final record was written.
    channel: Mutex<Option<Channel>>,
    /// The first panic of another thread.
    noted: OnceLock<Finding>,
}

impl Reporter {
    fn new(id: &'static str, nonce: String, channel: Channel) -> Arc<Self> {
        let (channel, noted) = (Mutex::new(Some(channel)), OnceLock::new());
        Arc::new(Reporter { id, nonce, check_thread: current().id(), channel, noted })
    }

    /// Writes the final record: nothing that runs later counts. The lock is held until it is written, so that a
    /// different thread with a final record does not end the process before that.
    fn finish(&self, record: Option<&Record>) -> ! {
        let mut channel = self.channel.lock().unwrap_or_else(PoisonError::into_inner);
        if let (Some(mut channel), Some(record)) = (channel.take(), record) {
            let _ = channel.write(&self.line(record));
        }
        drop(channel);
        exit(0);
    }

    /// The line of a record. A record that is too long is shortened, first by leaving out the states.
    fn line(&self, record: &Record) -> String {
        let line = |record: &Record| record.to_line(self.id, &self.nonce);
        let (finding, kind): (_, fn(Finding) -> Record) = match record {
            Record::Finding(finding) => (finding, Record::Finding),
            Record::Note(finding) => (finding, Record::Note),
            Record::Input(_) | Record::Observation(_) => return line(record),
        };
        let shorter: [fn(&Finding) -> Finding; 2] = [Finding::clone, |finding| without_states(finding.clone())];
        let lines = shorter.iter().map(|shorter| line(&kind(shorter(finding))));
        lines.into_iter().find(|line| line.len() <= record::MOST).unwrap_or_else(|| line(&kind(finding.in_short())))
    }

    fn panicked(&self, panic: &PanicHookInfo<'_>) {
        let message = message(panic.payload());
        if message.starts_with(ON_PURPOSE) {
            return;
        }
        let finding = finding(&message, panic);
        if is_the_last_word(&message) || self.is_the_check_s_thread() {
            self.finish(Some(&Record::Finding(finding)));
        }
        // A panic in another thread may be part of the check, and reaches the check's own thread if it matters. If it
        // never does, because that thread waits for this one, the parent has this note. The first panic tells most.
        let mut channel = self.channel.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(channel) = channel.as_mut().filter(|_| self.noted.set(finding.clone()).is_ok()) {
            let _ = channel.write(&self.line(&Record::Note(finding)));
        }
    }

    /// In a model a panic is one of the outcomes, except for two kinds.
    fn panicked_in_a_model(&self, panic: &PanicHookInfo<'_>) {
        let message = message(panic.payload());
        if is_the_last_word(&message) && !VERDICT_IS_KNOWN.load(Relaxed) {
            self.finish(Some(&Record::Finding(finding(&message, panic))));
        }
    }

    /// On the explorer's primitives all threads share one system thread.
    fn is_the_check_s_thread(&self) -> bool {
        running().map_or(current().id() == self.check_thread, |thread| thread == 0)
    }
}

/// Those two: a `todo!`, because then no other outcome counts; and a panic that ends the process.
fn is_the_last_word(message: &str) -> bool {
    message.starts_with(TODO) || message == DOUBLE
}

/// The finding for a panic in the code under test.
fn finding(message: &str, panic: &PanicHookInfo<'_>) -> Finding {
    let file = panic.location().map_or("", |location| location.file());
    let line = panic.location().map_or(0, |location| location.line());
    let in_a_check = file.split(['/', '\\']).any(|part| part == "tests");
    if message == DOUBLE {
        let message = "a destructor (`drop`) panicked during another panic, which ends the whole program";
        return Finding::new(Verdict::Panicked, message);
    }
    let (verdict, message) = if let Some(left) = message.strip_prefix(TODO) {
        (Verdict::NotWritten, left.trim_start_matches(": ").to_string())
    } else if in_a_check {
        (Verdict::WrongResult, message.to_string())
    } else {
        (Verdict::Panicked, message.to_string())
    };
    let place = (!in_a_check && line > 0).then(|| format!("{file}:{line}"));
    Finding { place, ..Finding::new(verdict, message) }
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_string());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".to_string())
}
