//! Searches: which executions are run, what is counted, and which one is shown.

mod findings;
mod full;
mod graph;
mod graphs;
mod lost;
mod once;
mod pct;
mod replay;
mod smallest;
mod walks;

pub use graph::{Edge, History, Node, StateGraph, graph, graph_along};
pub use once::once;
pub use replay::{ScheduleError, replay};

use crate::execution::{self, Choice, Ending, Run, Settings, Strategy, panics};
use crate::options::{Options, Search};
use crate::outcome::{Outcome, Unfinished};
use crate::record::{Place, ThreadId};
use findings::{Findings, verdict};
use std::fmt::Debug;
use walks::Walk;

/// Runs `program` in every interleaving of its threads, and says what it found.
///
/// The program must do the same whenever it is run with the same schedule, and it must use this crate's
/// [`sync`](crate::sync), [`thread`](crate::thread), [`time`](crate::time) and [`hint`](crate::hint) instead of `std`'s.
/// Its value is judged by its `Debug` text: see [`Options::expect`].
///
/// # Panics
/// When called from within an explored program.
///
/// # Examples
/// ```
/// use interleave::sync::{Arc, Mutex};
/// use interleave::{Options, Verdict, explore, thread};
///
/// let outcome = explore(&Options::new().expect("2"), || {
///     let count = Arc::new(Mutex::new(0));
///     let threads: Vec<_> = (0..2)
///         .map(|_| {
///             let count = Arc::clone(&count);
///             thread::spawn(move || *count.lock().unwrap() += 1)
///         })
///         .collect();
///     threads.into_iter().for_each(|thread| thread.join().unwrap());
///     *count.lock().unwrap()
/// });
/// assert_eq!(outcome.verdict, Verdict::Passed);
/// assert_eq!(outcome.executions, 2); // who is first to lock makes the only difference
/// ```
pub fn explore<T: Debug>(options: &Options, program: impl Fn() -> T) -> Outcome {
    explore_text(options, &as_text(program))
}

/// Not generic: it is compiled with this crate, and not once more for each program.
pub(crate) fn explore_text(options: &Options, program: &dyn Fn() -> String) -> Outcome {
    let (findings, complete) = searched(options, program);
    let (counterexample, smallest) = match &findings.smallest {
        Some((cost, schedule)) => {
            let (schedule, smallest) = smallest::failing(options, settings(options, &findings), *cost, program)
                .map_or((schedule.clone(), false), |schedule| (schedule, true));
            match replay::record(options, &schedule, program) {
                Ok(record) => (Some(record), smallest),
                Err(_) => (None, false),
            }
        }
        None => (findings.too_long.as_ref().and_then(|long| replay::record(options, long, program).ok()), true),
    };
    let verdict = verdict(&complete, &findings, counterexample.as_ref().map(|record| &record.end));
    Outcome {
        verdict,
        executions: findings.executions,
        complete,
        wrong_values: findings.values.keys().filter(|value| options.is_wrong(value)).cloned().collect(),
        values: findings.values,
        failures: findings.failures,
        counterexample,
        smallest,
        spurious_wakeups: options.spurious_wakeups,
        early_timeouts: options.early_timeouts,
        spins_cut: findings.spins_cut,
        threads: findings.threads,
        shared: findings.used.shared,
        waited: findings.used.waits,
        waited_with_timeout: findings.used.timed,
        preemption_bound: options.preemption_bound.filter(|_| findings.cut),
        weak: findings.weak,
        weak_failures: options.weak_failures,
        weak_exchange: findings.used.weak_exchange,
        fingerprints: findings.fingerprints,
    }
}

/// Runs all executions that `options` ask for.
fn searched(options: &Options, program: &dyn Fn() -> String) -> (Findings, Result<(), Unfinished>) {
    execution::forget();
    let mut findings = Findings::default();
    let mut complete = search(options, program, &mut findings);
    if complete.is_ok() && findings.readers && findings.failures.total() == 0 {
        // The same with the other way in which a lock may treat who waits to write.
        let mut others = Findings { writers_first: true, ..findings.anew() };
        complete = search(options, program, &mut others);
        match complete.is_err() || others.failures.total() > 0 {
            true => findings = others,
            false => findings.join_values(others),
        }
    }
    (findings, complete)
}

/// Whether a program passes, without a word on why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Judgement {
    Passes,
    Fails,
    /// A limit was reached before either was known.
    Unknown,
}

/// Explores `program` until it is known whether it passes: no further than to the first execution that fails.
pub(crate) fn judge(options: &Options, program: &dyn Fn() -> String) -> Judgement {
    let options = Options { until_failure: true, ..options.clone() };
    let (findings, complete) = searched(&options, program);
    match complete {
        Err(Unfinished::Nondeterministic(_)) => Judgement::Unknown,
        _ if findings.failures.total() > findings.failures.too_long => Judgement::Fails,
        Ok(()) => Judgement::Passes,
        Err(_) => Judgement::Unknown,
    }
}

/// The program as the explorer runs it: its value is only known by its text.
pub(crate) fn as_text<T: Debug>(program: impl Fn() -> T) -> impl Fn() -> String {
    assert!(!execution::exploring(), "interleave: an explored program cannot explore another");
    panics::install_hook();
    move || crate::debug_text(&program())
}

fn settings(options: &Options, findings: &Findings) -> Settings {
    Settings {
        fine: findings.fine,
        weak: findings.weak,
        ids: findings.ids,
        writers_first: findings.writers_first,
        spurious_wakeups: options.spurious_wakeups,
        early_timeouts: options.early_timeouts,
        weak_failures: options.weak_failures,
        max_steps: options.max_steps,
        detail: false,
        alone: false,
    }
}

/// Runs the executions that `options` ask for. If the program turns out to look at releases, or to use weaker orderings than
/// the strongest, begins again with that in mind.
fn search(options: &Options, program: &dyn Fn() -> String, findings: &mut Findings) -> Result<(), Unfinished> {
    loop {
        let settings = settings(options, findings);
        let result = match options.search {
            Search::Walks { seed, count } => walk(options, settings, program, findings, (seed, count)),
            Search::Pct { seed, depth, count } => {
                pct::explore(options, settings, program, findings, (seed, depth, count))
            }
            Search::Optimal if options.preemption_bound.is_none() => {
                graphs::explore(options, settings, program, findings)
            }
            Search::Optimal | Search::Full => full::explore(options, settings, program, findings),
        };
        match result {
            Some(result) => return result,
            None => *findings = findings.anew(),
        }
    }
}

fn walk(
    options: &Options,
    settings: Settings,
    program: &dyn Fn() -> String,
    findings: &mut Findings,
    (seed, count): (u64, usize),
) -> Option<Result<(), Unfinished>> {
    let count = count.min(options.max_executions);
    for number in 0..count {
        let run = execution::run(program, settings, &mut Walk::new(seed, number));
        if findings.outgrown(&run.state) {
            return None;
        }
        let lost = lost::lost_wakeup(program, settings, &run).is_some();
        findings.saw(&run.state);
        findings.add(options, run, lost);
        if options.until_failure && findings.failures.total() > 0 {
            return Some(Err(Unfinished::Walks { seed, count: number + 1 }));
        }
    }
    Some(Err(Unfinished::Walks { seed, count }))
}

/// Does the same schedule give something else the second time?
fn differs(program: &dyn Fn() -> String, settings: Settings, first: &Run) -> Option<String> {
    struct Again<'a> {
        choices: &'a [Choice],
        next: usize,
    }
    impl Strategy for Again<'_> {
        fn choose(&mut self, _: &mut execution::State, choices: &[Choice]) -> Option<usize> {
            let next = self.choices.get(self.next)?;
            self.next += 1;
            choices.iter().position(|other| other == next)
        }

        fn again(&mut self) {
            self.next = 0;
        }
    }
    let second = execution::run(program, settings, &mut Again { choices: &first.state.choices, next: 0 });
    let threads = first.state.threads.iter().zip(&second.state.threads).enumerate();
    let mut elsewhere =
        threads.filter(|(_, (one, other))| !one.pending.is_like(&other.pending) || one.place != other.place);
    let place = elsewhere.next().map(|(thread, (one, other))| difference(thread, one.place, other.place));
    if second.ending == Ending::Abandoned && place.is_some() {
        return place;
    }
    let tell = |ending: &Ending| match ending {
        Ending::Returned(value) => format!("it returned {value}"),
        Ending::Panicked { message, .. } => format!("it panicked with {message:?}"),
        Ending::Raced(_) => "it had a data race".to_owned(),
        Ending::Abandoned => "it had no such step".to_owned(),
        _ => "it got stuck".to_owned(),
    };
    (first.ending != second.ending).then(|| {
        format!(
            "the program did something else under the same schedule: first {}, then {}",
            tell(&first.ending),
            tell(&second.ending)
        )
    })
}

/// Under the same schedule, `thread` was at one line and then at another.
fn difference(thread: ThreadId, before: Option<Place>, now: Option<Place>) -> String {
    let line = |place: Option<Place>| place.map_or("its beginning".to_owned(), |place| place.to_string());
    let (before, now) = (line(before), line(now));
    format!("the program did something else under the same schedule: thread {thread} was at {before}, now at {now}")
}
