//! Runs one check in this process. What it found goes to standard output as one record, which carries the number that
//! the parent sent on standard input: text that the code under test prints cannot pass for it by accident.
//!
//! A failing assertion must not unwind: on its way it would drop a pool that waits for a worker that waits for the
//! check. So the panic hook itself writes the record and ends the process.

use crate::check::{Check, Run};
use crate::finding::Finding;
use crate::verdict::Verdict;
use interleave::{Options, explore};
use serde_json::json;
use std::any::Any;
use std::io::{Write, stdin, stdout};
use std::panic::{PanicHookInfo, set_hook, take_hook};
use std::process::exit;
use std::thread::{ThreadId, current};

/// Begins each line that is a record or a note.
pub(crate) const MARK: char = '\u{1e}';
/// What a check that panics on purpose, to see how the code under test takes it, begins its message with.
pub const ON_PURPOSE: &str = "on purpose: ";

/// How the message of `todo!()` begins.
const TODO: &str = "not yet implemented";
/// What the standard library says before it aborts because of a panic during a panic.
const DOUBLE: &str = "panic in a destructor during cleanup";

/// Runs `check` and ends the process.
pub fn run(check: &Check) -> ! {
    let mut nonce = String::new();
    // A missing number is an empty one, and the parent will not take the record.
    let _ = stdin().read_line(&mut nonce);
    let nonce = nonce.trim().to_string();
    let reporter = Reporter { nonce, check_thread: current().id() };
    let hook = reporter.clone();
    set_hook(Box::new(move |panic| hook.panicked(panic)));
    let finding = match check.run {
        Run::Asserts(assert) => {
            assert();
            Finding::passed()
        }
        Run::Finds(find) => {
            before_the_explorer_s_hook(&reporter);
            find()
        }
    };
    reporter.record(&finding)
}

/// The explorer takes a panic in the program that it explores for one of its outcomes, and goes on. Two kinds of panic
/// are told at once instead: what is not written yet, for then no other outcome counts; and what ends the process.
fn before_the_explorer_s_hook(reporter: &Reporter) {
    // The first exploration puts the explorer's hook in place; ours goes before that one.
    explore(&Options::new(), || ());
    let next = take_hook();
    let reporter = reporter.clone();
    set_hook(Box::new(move |panic| {
        let message = message(panic.payload());
        if message.starts_with(TODO) || message == DOUBLE {
            reporter.record(&finding(&message, panic));
        }
        next(panic);
    }));
}

#[derive(Clone)]
struct Reporter {
    nonce: String,
    check_thread: ThreadId,
}

impl Reporter {
    /// The finding is final: nothing that runs after it counts.
    fn record(&self, finding: &Finding) -> ! {
        self.write("record", finding);
        exit(0);
    }

    /// A line of its own, whatever was printed before.
    fn write(&self, kind: &str, finding: &Finding) {
        let line = json!({"nonce": self.nonce, "kind": kind, "finding": finding.to_json()});
        let mut stdout = stdout().lock();
        let _ = writeln!(stdout, "\n{MARK}{line}").and_then(|()| stdout.flush());
    }

    fn panicked(&self, panic: &PanicHookInfo<'_>) {
        let message = message(panic.payload());
        if message.starts_with(ON_PURPOSE) {
            return;
        }
        let finding = finding(&message, panic);
        let final_word = finding.verdict == Verdict::NotWritten || message == DOUBLE;
        if final_word || current().id() == self.check_thread {
            self.record(&finding);
        }
        // Another thread's panic may be part of the check, and reaches the check's own thread if it matters. If it never
        // does, because that thread waits for this one, the parent has this note.
        self.write("note", &finding);
    }
}

/// What a panic says about the code under test.
fn finding(message: &str, panic: &PanicHookInfo<'_>) -> Finding {
    let file = panic.location().map_or("", |location| location.file());
    let line = panic.location().map_or(0, |location| location.line());
    let in_a_check = file.split(['/', '\\']).any(|part| part == "tests");
    if message == DOUBLE {
        let message = "a destructor (`drop`) panicked while another panic unwound: that ends the whole program";
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
