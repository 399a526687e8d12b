//! A test in one line, which fails if the program does.

use crate::execution::Program;
use crate::options::{Expectation, Limits, Options};
use crate::outcome::{Outcome, Verdict};
use crate::record::{End, Record};
use crate::report::{Style, table};
use crate::search::{explore_judged, judged, replay_judged};
use std::fmt::Debug;
use std::io::Write;

/// The environment variable with the schedule of the one execution that [`check`] is to run.
const REPLAY: &str = "INTERLEAVE_REPLAY";

/// Runs `program` in every interleaving of its threads; a test with it fails if one of them does.
///
/// With `INTERLEAVE_REPLAY=schedule` in the environment it runs that one execution, as [`replay`](crate::replay) does: for a
/// look at the table, or in a debugger. That proves nothing, and a line on standard error says so. With `INTERLEAVE_LOG=1` it
/// says each second how far it is, if standard error is a terminal.
///
/// # Panics
/// If the program fails: with the verdict, the smallest execution that fails as a table, and how to run that one again. If a
/// limit was reached, so that nothing is proved. If the program has threads that share nothing of this crate. When called from
/// within an explored program.
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
    /// As [`check`], as far as these options go, for the values that they expect.
    ///
    /// # Panics
    /// As [`check`]. A [preemption bound](Options::preemption_bound) or [walks](crate::Search::Walks) are no proof, and
    /// pass if no execution fails.
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

/// Not generic: it is compiled with this crate, and not once more for each program.
#[track_caller]
fn checked(limits: &Limits, program: Program<'_>, schedule: Option<String>) {
    if let Some(schedule) = schedule {
        match replay_judged(&schedule, limits, program) {
            Err(error) => panic!("interleave: {REPLAY}: {error}"),
            Ok(Record { end: End::Returned { .. }, .. }) => {
                // Past what captures the output of a test: a variable that was left there must not pass for a proof.
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

/// Why `outcome` is no pass; nothing if it is.
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

/// As a word of a command line: a schedule may have marks that a shell would take for its own.
fn for_a_shell(schedule: &str) -> String {
    match schedule.chars().all(|c| c.is_ascii_alphanumeric()) {
        true => schedule.to_owned(),
        false => format!("'{}'", schedule.replace('\'', "'\\''")),
    }
}
