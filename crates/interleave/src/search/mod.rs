//! The searches: which executions are run, what is counted, and which one is reported.

mod findings;
mod full;
mod graph;
mod graphs;
mod interleavings;
mod lost;
mod once;
mod pct;
mod progress;
mod replay;
mod smallest;
mod walks;

pub use graph::{Edge, History, Node, StateGraph, graph, graph_along};
pub use interleavings::{Interleavings, Uncounted, interleavings};
pub use once::once;
pub(crate) use replay::replay_judged;
pub use replay::{ScheduleError, replay};

use crate::execution::{self, Choice, Ending, Program, Returned, Run, Settings, Strategy, panics};
use crate::options::{Expectation, Limits, Options, Search};
use crate::outcome::{Outcome, Unfinished};
use crate::record::{Place, ThreadId};
use findings::{Findings, verdict};
use graphs::parallel::Shared;
use progress::Progress;
use std::fmt::Debug;

/// Runs `program` in every interleaving of its threads, and returns what it found. In a test, call
/// [`check`](crate::check) instead.
///
/// The program must be deterministic: under the same schedule it always does the same. It must use this crate's
/// [`sync`](crate::sync), [`thread`](crate::thread), [`time`](crate::time) and [`hint`](crate::hint) instead of
/// `std`'s. Its return value is checked against [`Options::expect`] and reported in `Debug` form.
///
/// # Panics
/// If called from within an explored program.
///
/// # Examples
/// ```
/// use interleave::sync::{Arc, Mutex};
/// use interleave::{Options, Verdict, explore, thread};
///
/// let outcome = explore(&Options::new().expect(2), || {
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
/// assert_eq!(outcome.executions, 2); // they differ only in who locks first
/// ```
#[track_caller]
pub fn explore<T: Debug>(options: &Options<impl Expectation<T>>, program: impl Fn() -> T) -> Outcome {
    explore_judged(&options.limits, &judged(options, program))
}

/// Like [`explore`], on `processors` processors, with the same outcome. Each runs `program` on its own OS thread.
///
/// Only [`Search::Optimal`] without a [preemption bound](Options::preemption_bound) runs in parallel. If the search
/// ends early (at a limit, or at the first data race or livelock), its findings so far would depend on the order of
/// executions, so it starts again on one processor.
///
/// # Panics
/// If called from within an explored program. If `processors` is 0.
///
/// # Examples
/// ```
/// use interleave::sync::Mutex;
/// use interleave::{Options, explore, explore_on, thread};
///
/// let program = || {
///     let count = Mutex::new(0);
///     thread::scope(|scope| {
///         for _ in 0..3 {
///             scope.spawn(|| *count.lock().unwrap() += 1);
///         }
///     });
///     count.into_inner().unwrap()
/// };
/// let options = Options::new().expect(3);
/// assert_eq!(explore_on(2, &options, program).values, explore(&options, program).values);
/// ```
#[track_caller]
pub fn explore_on<T: Debug, E: Expectation<T> + Sync>(
    processors: usize,
    options: &Options<E>,
    program: impl Fn() -> T + Sync,
) -> Outcome {
    explored_on(processors, &options.limits, &judged(options, program))
}

/// Not generic, so that it is compiled with this crate and not again for each program.
pub(crate) fn explored_on(processors: usize, limits: &Limits, program: Shared<'_>) -> Outcome {
    assert!(processors > 0, "interleave: an exploration needs at least one processor");
    outcome(limits, program, &|settings, progress, findings| {
        graphs::parallel::explore(limits, settings, program, processors, progress, findings)
    })
}

/// Not generic, so that it is compiled with this crate and not again for each program.
pub(crate) fn explore_judged(limits: &Limits, program: Program<'_>) -> Outcome {
    outcome(limits, program, &|settings, progress, findings| {
        graphs::explore(limits, settings, program, progress, findings)
    })
}

/// Runs every graph of a program; `None` if it must be run with other settings.
type Proof<'a> = &'a dyn Fn(Settings, &Progress, &mut Findings) -> Option<Result<(), Unfinished>>;

fn outcome(limits: &Limits, program: Program<'_>, proof: Proof<'_>) -> Outcome {
    let (findings, complete) = searched(limits, program, proof);
    let (counterexample, smallest) = match &findings.smallest {
        Some((cost, schedule)) => {
            let (schedule, smallest) = smallest::failing(limits, settings(limits, &findings), *cost, program)
                .map_or((schedule.clone(), false), |schedule| (schedule, true));
            match replay::record(limits, &schedule, program) {
                Ok(record) => (Some(record), smallest),
                Err(_) => (None, false),
            }
        }
        None => (findings.too_long.as_ref().and_then(|long| replay::record(limits, long, program).ok()), true),
    };
    let verdict = verdict(&complete, &findings, counterexample.as_ref().map(|record| &record.end));
    Outcome {
        verdict,
        executions: findings.executions,
        complete,
        wrong_values: findings.wrong_values,
        values: findings.values,
        failures: findings.failures,
        counterexample,
        smallest,
        spurious_wakeups: limits.spurious_wakeups,
        early_timeouts: limits.early_timeouts,
        spins_cut: findings.spins_cut,
        threads: findings.threads,
        shared: findings.used.shared,
        waited: findings.used.waits,
        waited_with_timeout: findings.used.timed,
        preemption_bound: limits.preemption_bound.filter(|_| findings.cut),
        weak: findings.weak,
        weak_failures: limits.weak_failures,
        weak_exchange: findings.used.weak_exchange,
        fingerprints: findings.fingerprints,
    }
}

/// Runs all executions that `limits` ask for.
fn searched(limits: &Limits, program: Program<'_>, proof: Proof<'_>) -> (Findings, Result<(), Unfinished>) {
    execution::forget();
    let mut findings = Findings::default();
    let progress = Progress::of_a_search();
    let mut complete = search(limits, program, proof, &progress, &mut findings);
    if came_to_its_end(&complete) && findings.readers && findings.failures.total() == 0 {
        // Again, with the other policy for waiting writers.
        progress.begins_anew();
        let mut others = Findings { writers_first: true, ..findings.anew() };
        complete = search(limits, program, proof, &progress, &mut others);
        match !came_to_its_end(&complete) || others.failures.total() > 0 {
            true => findings = others,
            false => findings.join_values(others),
        }
    }
    (findings, complete)
}

fn came_to_its_end(complete: &Result<(), Unfinished>) -> bool {
    matches!(complete, Ok(()) | Err(Unfinished::LeftOut))
}

/// Whether a program passes, without the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Judgement {
    Passes,
    Fails,
    /// A limit was reached before the answer was known.
    Unknown,
}

/// Explores `program` only until it is known whether it passes: it stops at the first failing execution.
pub(crate) fn judge(limits: &Limits, program: Program<'_>) -> Judgement {
    let limits = Limits { until_failure: true, ..limits.clone() };
    let proof: Proof<'_> =
        &|settings, progress, findings| graphs::explore(&limits, settings, program, progress, findings);
    let (findings, complete) = searched(&limits, program, proof);
    match complete {
        Err(Unfinished::Nondeterministic(_)) => Judgement::Unknown,
        _ if findings.failures.total() > findings.failures.too_long => Judgement::Fails,
        Ok(()) => Judgement::Passes,
        Err(_) => Judgement::Unknown,
    }
}

/// The program as the explorer runs it: its return value is reduced to its text and whether it is allowed.
#[track_caller]
pub(crate) fn judged<T: Debug>(
    options: &Options<impl Expectation<T>>,
    program: impl Fn() -> T,
) -> impl Fn() -> Returned {
    assert!(!execution::exploring(), "interleave: an explored program cannot explore another");
    panics::install_hook();
    move || {
        let value = program();
        Returned { wrong: !options.expectation.allows(&value), text: crate::debug_text(&value) }
    }
}

fn settings(limits: &Limits, findings: &Findings) -> Settings {
    Settings {
        fine: findings.fine,
        weak: findings.weak,
        ids: findings.ids,
        writers_first: findings.writers_first,
        spurious_wakeups: limits.spurious_wakeups,
        early_timeouts: limits.early_timeouts,
        weak_failures: limits.weak_failures,
        max_steps: limits.max_steps,
        detail: false,
        alone: false,
    }
}

/// Runs the executions that `limits` ask for. If the program turns out to observe releases or to use orderings weaker
/// than `SeqCst`, the search restarts with settings for that.
fn search(
    limits: &Limits,
    program: Program<'_>,
    proof: Proof<'_>,
    progress: &Progress,
    findings: &mut Findings,
) -> Result<(), Unfinished> {
    loop {
        let settings = settings(limits, findings);
        let result = match limits.search {
            Search::Walks { seed, count } => {
                walks::explore(limits, settings, program, progress, findings, (seed, count))
            }
            Search::Pct { seed, depth, count } => {
                pct::explore(limits, settings, program, progress, findings, (seed, depth, count))
            }
            Search::Optimal if limits.preemption_bound.is_none() => proof(settings, progress, findings),
            Search::Optimal | Search::Full => full::explore(limits, settings, program, progress, findings),
        };
        match result {
            Some(Ok(())) if findings.left_out => return Err(Unfinished::LeftOut),
            Some(result) => return result,
            None => {
                *findings = findings.anew();
                progress.begins_anew();
            }
        }
    }
}

/// Does the same schedule give a different execution the second time?
fn differs(program: Program<'_>, settings: Settings, first: &Run) -> Option<String> {
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
        Ending::Returned(returned) => format!("it returned {}", returned.text),
        Ending::Panicked { message, .. } => format!("it panicked with {message:?}"),
        Ending::Raced(_) => "it had a data race".to_owned(),
        Ending::Abandoned => "it did not get that far".to_owned(),
        _ => "it got stuck".to_owned(),
    };
    (first.ending != second.ending).then(|| {
        format!(
            "the program behaved differently under the same schedule: first {}, then {}",
            tell(&first.ending),
            tell(&second.ending)
        )
    })
}

/// Describes that `thread` was at two different lines under the same schedule.
fn difference(thread: ThreadId, before: Option<Place>, now: Option<Place>) -> String {
    let line = |place: Option<Place>| place.map_or("its beginning".to_owned(), |place| place.to_string());
    let (before, now) = (line(before), line(now));
    format!(
        "the program behaved differently under the same schedule: thread {thread} was at {before}, now at {now}"
    )
}
