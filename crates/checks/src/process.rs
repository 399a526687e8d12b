//! Asks a process one question about a check, and kills it if it would never answer.
//!
//! A run that does not end is judged by what it does, not by how long it takes. If every thread is blocked and no
//! processor time passes, it is a deadlock; if processor time passes without end, a thread is polling. Only Linux
//! reports these; elsewhere the time limit applies, and its verdict does not say which of the two it was.

use crate::channel::{self, Asked, is_print};
use crate::check::Kind;
use crate::ending;
use crate::finding::Finding;
use crate::record::{self, Malformed, Record};
use crate::verdict::Verdict;
use crate::watch::{Patience, Watch};
use serde_json::Value;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::io::{BufRead, BufReader, Read};
use std::iter;
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// How often a running check is examined.
const LOOK: Duration = Duration::from_millis(50);
/// How many times in a row no thread can run before the process counts as deadlocked.
const LOOKS_BLOCKED: u32 = 30;
/// The time limit; a check takes no longer than a second or two. Time spent waiting for a processor does not count, so
/// that a busy machine changes no verdict.
const LIMIT: Duration = Duration::from_secs(120);
/// Far more processor time than a check needs, in clock ticks (a hundredth of a second each, see proc(5)). Unlike
/// wall-clock time it does not depend on what else the machine does. Explorations have their own limits.
const MOST_PROCESSOR_TIME: u64 = 1_000;
const MOST_PROCESSOR_TIME_EXPLORING: u64 = 6_000;
/// The message for a check that used it up.
const BUSY: &str = "it keeps the processor busy and never finishes";
/// How many lines on stderr are kept, to say why a process ended.
const MOST_LAST_WORDS: usize = 100_000;
/// How many bytes of a line are kept.
const MOST_OF_A_LINE: u64 = 64 * 1024;
/// The most output of a check, in bytes: far more than a check that prints in every interleaving.
const MOST_OUTPUT: u64 = 16 * 1024 * 1024;

/// Starts `command`, asks it about the check `id`, and returns its answer.
///
/// It is watched as `watch` says until then. The answer is exactly one record, with nothing after it. Each nonce is
/// used once.
///
/// # Errors
/// The finding if it does not answer: what its silence means, or what it did instead.
pub fn ask(
    command: &mut Command,
    id: &str,
    mut question: Value,
    kind: Kind,
    watch: Watch,
) -> Result<Record, Finding> {
    let nonce = format!("{:016x}", RandomState::new().hash_one(id));
    question["nonce"] = nonce.clone().into();
    let asked = channel::ask(command, question.to_string());
    let Asked { mut child, answer, printed } =
        asked.map_err(|error| Finding::new(Verdict::GraderError, format!("cannot start the check: {error}")))?;
    let bytes = Arc::new(AtomicU64::new(0));
    if let Some(printed) = printed {
        // It is discarded, but a child that waits for a reader would look deadlocked.
        drop(lines_of(printed, &bytes, watch));
    }
    let errors = child.stderr.take().map(|stderr| lines_of(stderr, &bytes, watch));
    let output = Output { records: records_of(answer, &bytes, watch), errors, bytes };
    let answer = wait(&mut child, &output, &|line| Record::read(line, id, &nonce), kind, watch);
    let _ = child.kill();
    let _ = child.wait();
    answer
}

/// The processor time that a check may use, in clock ticks.
fn most_processor_time(kind: Kind, watch: Watch) -> u64 {
    let most = if kind == Kind::Model { MOST_PROCESSOR_TIME_EXPLORING } else { MOST_PROCESSOR_TIME };
    match watch.patience {
        Patience::Full => most,
        Patience::Little => most / 5,
        Patience::Least => most / 20,
    }
}

/// The finding for a check in which no thread can go on.
pub(crate) fn stands_still() -> Finding {
    Finding::new(Verdict::Deadlock, "every thread waits for another: none of them can ever go on")
}

/// The finding for a check that used up its processor time.
pub(crate) fn kept_busy_without_end() -> Finding {
    Finding::new(Verdict::OutOfBounds, BUSY)
}

/// Whether a check was killed because it kept the processor busy.
pub fn kept_busy(finding: &Finding) -> bool {
    finding.verdict == Verdict::OutOfBounds && finding.message == BUSY
}

/// Waits for the record, for the end of the process, or until it is certain that neither will come.
fn wait(
    child: &mut Child,
    output: &Output,
    read: &dyn Fn(&[u8]) -> Result<Record, Malformed>,
    kind: Kind,
    watch: Watch,
) -> Result<Record, Finding> {
    let most_time = most_processor_time(kind, watch);
    let started = Instant::now();
    let mut stillness = Stillness::new(child.id());
    let mut note = None;
    let mut answer = None;
    loop {
        let next = output.records.recv_timeout(LOOK);
        let instead = |verdict, message: &str| Finding::new(verdict, message);
        // Checked first: a process that prints into a pipe without a reader may end because of that.
        if watch.output && output.bytes.load(Relaxed) > MOST_OUTPUT {
            let message = format!("it printed more than {} MiB", MOST_OUTPUT / 1024 / 1024);
            return Err(instead(Verdict::OutOfBounds, &message));
        }
        match next {
            Ok(_) if answer.is_some() => {
                return Err(instead(Verdict::NoVerdict, "it wrote more after its record"));
            }
            Ok(line) => match read(&line) {
                Ok(Record::Note(finding)) => note = note.or(Some(finding)),
                Ok(record) => answer = Some(record),
                Err(why) => {
                    let message = format!("what it wrote is not a record of this check: {why}");
                    return Err(instead(Verdict::NoVerdict, &message));
                }
            },
            Err(RecvTimeoutError::Disconnected) => {
                if let Some(answer) = answer {
                    return Ok(answer);
                }
                // A process that closes the channel need not end.
                if let Ok(Some(status)) = child.try_wait() {
                    // The last lines may still arrive.
                    let errors = output.errors.iter();
                    let errors = errors.flat_map(|errors| iter::from_fn(|| errors.recv_timeout(LOOK).ok()));
                    let errors: Vec<_> = errors.take(MOST_LAST_WORDS).collect();
                    return Err(ending::finding(status, &errors, note, watch.launched));
                }
                thread::sleep(LOOK);
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        if stillness.looks() >= LOOKS_BLOCKED && watch.stillness {
            return Err(note.unwrap_or_else(stands_still));
        }
        if stillness.processor_time > most_time && watch.processor {
            return Err(note.unwrap_or_else(kept_busy_without_end));
        }
        if started.elapsed().saturating_sub(stillness.starved) > LIMIT {
            let seconds = LIMIT.as_secs();
            let message = format!(
                "not finished after {seconds} seconds: does a thread check again and again instead of sleeping?"
            );
            return Err(note.unwrap_or_else(|| instead(Verdict::OutOfBounds, &message)));
        }
    }
}

/// The output of a child.
struct Output {
    /// Lines that are records, or claim to be.
    records: Receiver<Vec<u8>>,
    /// Lines on stderr.
    errors: Option<Receiver<String>>,
    /// All bytes printed.
    bytes: Arc<AtomicU64>,
}

/// The lines of `stream` as they come, if they are wanted. The stream is read to its end in any case.
fn lines_of(stream: impl Read + Send + 'static, bytes: &Arc<AtomicU64>, watch: Watch) -> Receiver<String> {
    let (sender, lines) = channel();
    let is_wanted = move |line: Vec<u8>| {
        let _ = sender.send(String::from_utf8_lossy(&line).into_owned());
        true
    };
    take_lines(stream, bytes, watch, MOST_OF_A_LINE, is_wanted);
    lines
}

/// The records of `stream`. Only a few are buffered, so a process that writes more has to wait.
fn records_of(stream: impl Read + Send + 'static, bytes: &Arc<AtomicU64>, watch: Watch) -> Receiver<Vec<u8>> {
    let (sender, records) = sync_channel(4);
    let most = record::MOST as u64 + 1; // one byte more is too long
    take_lines(stream, bytes, watch, most, move |line| is_print(&line) || sender.send(line).is_ok());
    records
}

/// Passes on each line of `stream`, truncated to `most` bytes, until no more are wanted or there was too much.
fn take_lines(
    stream: impl Read + Send + 'static,
    bytes: &Arc<AtomicU64>,
    watch: Watch,
    most: u64,
    give: impl Fn(Vec<u8>) -> bool + Send + 'static,
) {
    let bytes = Arc::clone(bytes);
    thread::spawn(move || {
        let mut reader = BufReader::new(stream);
        loop {
            let mut line = Vec::new();
            match reader.by_ref().take(most).read_until(b'\n', &mut line) {
                Ok(read) if read > 0 => {
                    let is_flood = bytes.fetch_add(read as u64, Relaxed) > MOST_OUTPUT && watch.output;
                    if is_flood || !give(line) {
                        break;
                    }
                }
                _ => break,
            }
        }
    });
}

/// How long a process has been unable to do anything.
struct Stillness {
    process: u32,
    looked: Instant,
    looks: u32,
    processor_time: u64,
    /// How long it was ready to run but got no processor.
    starved: Duration,
}

impl Stillness {
    fn new(process: u32) -> Self {
        Stillness { process, looked: Instant::now(), looks: 0, processor_time: 0, starved: Duration::ZERO }
    }

    /// Examines the process; returns how many times in a row no thread could run and none had run since the time
    /// before.
    fn looks(&mut self) -> u32 {
        // Waits however often it is called: between two lines of output the process has had no time to run.
        if self.looked.elapsed() < LOOK {
            return self.looks;
        }
        self.looked = Instant::now();
        let still = activity(self.process).is_some_and(|Activity { blocked, time, starved }| {
            let unchanged = time == self.processor_time;
            self.processor_time = time;
            // The wait of a thread that has ended still counts.
            self.starved = self.starved.max(starved);
            blocked && unchanged
        });
        self.looks = if still { self.looks + 1 } else { 0 };
        self.looks
    }
}

/// What the threads of a process are doing.
struct Activity {
    /// None of them can run.
    blocked: bool,
    /// The processor time that they have used, in clock ticks.
    time: u64,
    /// How long the thread that waited longest has waited for a processor.
    starved: Duration,
}

/// `None` if the system does not report it.
fn activity(process: u32) -> Option<Activity> {
    let (mut blocked, mut time, mut starved) = (true, 0, Duration::ZERO);
    for task in std::fs::read_dir(format!("/proc/{process}/task")).ok()? {
        let task = task.ok()?.path();
        let stat = std::fs::read_to_string(task.join("stat")).ok()?;
        let waited = std::fs::read_to_string(task.join("schedstat")).ok().and_then(|text| waited(&text));
        starved = starved.max(waited.unwrap_or_default());
        // The second field is a name in parentheses that may hold anything; see proc(5).
        let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
        blocked &= fields.next()? == "S";
        let user: u64 = fields.nth(10)?.parse().ok()?;
        let system: u64 = fields.next()?.parse().ok()?;
        time += user + system;
    }
    Some(Activity { blocked, time, starved })
}

/// How long a thread has waited for a processor: the second number of its `schedstat`, in nanoseconds.
fn waited(schedstat: &str) -> Option<Duration> {
    schedstat.split_whitespace().nth(1)?.parse().ok().map(Duration::from_nanos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_gets_less_processor_time_after_others_used_all_of_it() {
        let times = |kind| {
            let time = |patience| most_processor_time(kind, Watch { patience, ..Watch::default() });
            [Patience::Full, Patience::Little, Patience::Least].map(time)
        };
        assert_eq!(times(Kind::Model), [6_000, 1_200, 300]);
        assert_eq!(times(Kind::Behaviour), [1_000, 200, 50]);
    }

    #[test]
    fn the_time_a_thread_waits_for_a_processor_is_the_second_number_of_schedstat() {
        assert_eq!(waited("61032 2500000000 17\n"), Some(Duration::from_millis(2_500)));
        assert_eq!([waited(""), waited("1"), waited("1 x")], [None; 3]);
    }

    #[test]
    fn a_check_that_printed_too_much_did_not_keep_the_processor_busy() {
        assert!(kept_busy(&Finding::new(Verdict::OutOfBounds, BUSY)));
        assert!(!kept_busy(&Finding::new(Verdict::OutOfBounds, "it printed more than 16 MiB")));
        assert!(!kept_busy(&Finding::new(Verdict::Panicked, BUSY)));
    }
}
