//! A complete test in one call, which fails if the program does.

use crate::execution::Program;
use crate::options::{Expectation, Limits, Options};
use crate::outcome::{Outcome, Verdict};
use crate::record::{End, Record};
use crate::report::{Style, table};
use crate::search::{explore_judged, judged, replay_judged};
use std::fmt::Debug;
use std::io::Write;

/// The environment variable that holds the schedule of the one execution that [`check`] should run.
const REPLAY: &str = "INTERLEAVE_REPLAY";

/// Runs `program` in every interleaving of its threads, and panics if it fails in any of them.
///
/// If `INTERLEAVE_REPLAY=schedule` is set in the environment, only that execution runs, as with
/// [`replay`](crate::replay): to see its table, or to step through it in a debugger. That proves nothing, and a line
/// on standard error says so. If `INTERLEAVE_LOG=1` is set and standard error is a terminal, progress is printed once
/// a second.
///
/// # Panics
/// - If the program fails. The message has the verdict, the smallest failing execution as a table, and the command
///   that replays it.
/// - If a limit was reached, so nothing is proved.
/// - If the program's threads share nothing of this crate.
/// - If called from within an explored program.
///
/// # Examples
/// ```
/// use interleave::sync::Mutex;
/// use interleave::{check, thread};
///
/// check(|| {
///     let count = Mutex::new(0);
///     thread::scope(|scope| {
///         scope.spawn(|| *count.lock().unwrap() += 1);
///         scope.spawn(|| *count.lock().unwrap() += 1);
///     });
///     assert_eq!(*count.lock().unwrap(), 2);
/// });
/// ```
///
/// ```should_panic
/// use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
/// use interleave::{check, thread};
///
/// check(|| {
///     let count = AtomicUsize::new(0);
///     thread::scope(|scope| {
///         for _ in 0..2 {
///             scope.spawn(|| count.store(count.load(SeqCst) + 1, SeqCst));
///         }
///     });
///     assert_eq!(count.load(SeqCst), 2);
/// });
/// ```
#[track_caller]
pub fn check<T: Debug>(program: impl Fn() -> T) {
    Options::new().check(program);
}

impl<E> Options<E> {
    /// Like [`check`], with these bounds and expected values.
    ///
    /// # Panics
    /// Like [`check`]. An exploration with a [preemption bound](Options::preemption_bound) or with [random
    /// walks](crate::Search::Walks) proves nothing, but passes if no execution fails.
    ///
    /// # Examples
    /// ```
    /// use interleave::sync::mpsc::channel;
    /// use interleave::{Options, thread};
    ///
    /// Options::new().expect(Ok(7)).check(|| {
    ///     let (sender, receiver) = channel();
    ///     thread::spawn(move || sender.send(7));
    ///     receiver.recv()
    /// });
    /// ```
    #[track_caller]
    pub fn check<T: Debug>(&self, program: impl Fn() -> T)
    where
        E: Expectation<T>,
    {
        checked(&self.limits, &judged(self, program), std::env::var(REPLAY).ok());
    }
}

/// Not generic, so that it is compiled with this crate and not again for each program.
#[track_caller]
fn checked(limits: &Limits, program: Program<'_>, schedule: Option<String>) {
    if let Some(schedule) = schedule {
        match replay_judged(&schedule, limits, program) {
            Err(error) => panic!("interleave: {REPLAY}: {error}"),
            Ok(Record { end: End::Returned { .. }, .. }) => {
                // Not captured by the test harness: a schedule that was left in the environment must not pass for a
                // proof.
                let _ = writeln!(
                    std::io::stderr(),
                    "interleave: {REPLAY}: this execution passes, which proves nothing"
                );
                return;
            }
            Ok(record) => panic!("interleave: this execution fails\n{}", table(&record, &Style::default())),
        }
    }
    let outcome = explore_judged(limits, program);
    if let Some(text) = failure(&outcome) {
        panic!("interleave: {text}");
    }
}

/// Why `outcome` fails the test; `None` if it passes.
fn failure(outcome: &Outcome) -> Option<String> {
    let shares_nothing = outcome.threads > 1 && !outcome.shared;
    if outcome.verdict == Verdict::Passed && !shares_nothing {
        return None;
    }
    let verdict = if shares_nothing { "no verdict".to_owned() } else { outcome.verdict.to_string() };
    let mut text = format!("{verdict} ({})", outcome.bounds());
    if let Some(record) = &outcome.counterexample {
        let thread = std::thread::current();
        let how = match thread.name() {
            Some(test) if test != "main" => format!("cargo test {test}"),
            _ => "and run it again".to_owned(),
        };
        text += &format!(
            "\n{}\n\nThis execution alone: {REPLAY}={} {how}",
            table(record, &Style { explorer: false, ..Style::default() }).trim_end(),
            for_a_shell(&record.schedule),
        );
    }
    Some(text)
}

/// Quoted for a command line if need be: a schedule may contain characters that are special to a shell.
fn for_a_shell(schedule: &str) -> String {
    match schedule.chars().all(|c| c.is_ascii_alphanumeric()) {
        true => schedule.to_owned(),
        false => format!("'{}'", schedule.replace('\'', "'\\''")),
    }
}
