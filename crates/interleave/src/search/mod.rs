//! Searches: which executions are run, what is counted, and which one is shown.

mod depth_first;
mod graph;
mod lost;
mod replay;
mod smallest;
mod walks;

pub use graph::{Edge, Node, StateGraph, graph};
pub use replay::{ScheduleError, replay};

use crate::execution::{self, Choice, Cost, Ending, Run, Schedule, Settings, Strategy, panics};
use crate::options::{Options, Search};
use crate::outcome::{Failures, Outcome, Unfinished, Verdict};
use crate::record::End;
use depth_first::DepthFirst;
use std::collections::{BTreeMap, BTreeSet};
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
    let program = as_text(program);
    let mut findings = Findings::default();
    let complete = search(options, &program, &mut findings);
    let (counterexample, smallest) = match &findings.smallest {
        Some((cost, schedule)) => {
            let (schedule, smallest) = smallest::failing(options, findings.fine, *cost, &program)
                .map_or((schedule.clone(), false), |schedule| (schedule, true));
            match replay::record(options, &schedule, &program) {
                Ok(record) => (Some(record), smallest),
                Err(_) => (None, false),
            }
        }
        None => (None, true),
    };
    let verdict = verdict(&complete, &findings, counterexample.as_ref().map(|record| &record.end));
    Outcome {
        verdict,
        executions: findings.executions,
        pruned: findings.pruned,
        complete,
        wrong_values: findings.values.keys().filter(|value| options.is_wrong(value)).cloned().collect(),
        values: findings.values,
        failures: findings.failures,
        counterexample,
        smallest,
        spurious_wakeups: options.spurious_wakeups,
        early_timeouts: options.early_timeouts,
        spins_cut: findings.spins_cut,
        fingerprints: findings.fingerprints,
    }
}

/// The program as the explorer runs it: its value is only known by its text.
fn as_text<T: Debug>(program: impl Fn() -> T) -> impl Fn() -> String {
    assert!(!execution::exploring(), "interleave: an explored program cannot explore another");
    panics::install_hook();
    move || format!("{:?}", program())
}

fn settings(options: &Options, fine: bool) -> Settings {
    Settings {
        fine,
        spurious_wakeups: options.spurious_wakeups,
        early_timeouts: options.early_timeouts,
        max_steps: options.max_steps,
        detail: false,
        classes: options.fingerprints,
    }
}

/// What the executions so far have shown.
#[derive(Default)]
struct Findings {
    fine: bool,
    executions: usize,
    pruned: usize,
    values: BTreeMap<String, usize>,
    failures: Failures,
    /// The smallest failing execution seen.
    smallest: Option<(Cost, Schedule)>,
    spins_cut: bool,
    fingerprints: BTreeSet<u64>,
}

impl Findings {
    fn add(&mut self, options: &Options, run: Run, lost: bool) {
        self.executions += 1;
        self.spins_cut |= run.state.held_back;
        if options.fingerprints {
            self.fingerprints.insert(run.class);
        }
        let wrong = match &run.ending {
            Ending::Returned(value) => options.is_wrong(value),
            _ => true,
        };
        let failures = &mut self.failures;
        match &run.ending {
            Ending::Returned(_) => failures.wrong_values += usize::from(wrong),
            Ending::Panicked { .. } => failures.panics += 1,
            Ending::Stuck { .. } if lost => failures.lost_wakeups += 1,
            Ending::Stuck { .. } => failures.deadlocks += 1,
            Ending::Livelocked { .. } => failures.livelocks += 1,
            Ending::TooLong => failures.too_long += 1,
            Ending::Abandoned => unreachable!("abandoned executions are not counted"),
        }
        let smaller = self.smallest.as_ref().is_none_or(|(cost, _)| run.cost < *cost);
        if wrong && run.ending != Ending::TooLong && smaller {
            self.smallest = Some((run.cost, Schedule::new(self.fine, &run.choices)));
        }
        if let Ending::Returned(value) = run.ending {
            *self.values.entry(value).or_default() += 1;
        }
    }
}

/// Runs the executions that `options` ask for. If the program turns out to look at releases, begins again with releases as
/// steps of their own.
fn search(options: &Options, program: &dyn Fn() -> String, findings: &mut Findings) -> Result<(), Unfinished> {
    loop {
        let result = match options.search {
            Search::Walks { seed, count } => walk(options, program, findings, seed, count),
            Search::SleepSets => depth_first(options, program, findings, true),
            Search::Full => depth_first(options, program, findings, false),
        };
        match result {
            Some(result) => return result,
            None => *findings = Findings { fine: true, ..Findings::default() },
        }
    }
}

fn walk(
    options: &Options,
    program: &dyn Fn() -> String,
    findings: &mut Findings,
    seed: u64,
    count: usize,
) -> Option<Result<(), Unfinished>> {
    let settings = settings(options, findings.fine);
    for number in 0..count.min(options.max_executions) {
        let run = execution::run(program, settings, &mut Walk::new(seed, number));
        if run.state.saw_release && !findings.fine {
            return None;
        }
        let lost = lost::lost_wakeup(program, settings, &run).is_some();
        findings.add(options, run, lost);
    }
    Some(Err(Unfinished::Walks { seed, count }))
}

fn depth_first(
    options: &Options,
    program: &dyn Fn() -> String,
    findings: &mut Findings,
    sleep_sets: bool,
) -> Option<Result<(), Unfinished>> {
    let settings = settings(options, findings.fine);
    let mut search = DepthFirst::new(sleep_sets, options.preemption_bound);
    loop {
        let run = execution::run(program, settings, &mut search);
        if run.state.saw_release && !findings.fine {
            return None;
        }
        if let Some(diverged) = search.diverged {
            return Some(Err(Unfinished::Nondeterministic(diverged)));
        }
        if search.pruned {
            findings.pruned += 1;
        } else {
            if findings.executions == 0
                && let Some(difference) = differs(program, settings, &run)
            {
                return Some(Err(Unfinished::Nondeterministic(difference)));
            }
            let lost = lost::lost_wakeup(program, settings, &run).is_some();
            findings.add(options, run, lost);
        }
        if findings.failures.livelocks > 0 {
            return Some(Err(Unfinished::Livelock));
        }
        if findings.failures.too_long > 0 {
            return Some(Err(Unfinished::Steps(options.max_steps)));
        }
        if !search.advance() {
            break;
        }
        if findings.executions + findings.pruned >= options.max_executions {
            return Some(Err(Unfinished::Executions(options.max_executions)));
        }
    }
    Some(match options.preemption_bound {
        Some(bound) if search.cut => Err(Unfinished::PreemptionBound(bound)),
        _ => Ok(()),
    })
}

/// Does the same schedule give something else the second time?
fn differs(program: &dyn Fn() -> String, settings: Settings, first: &Run) -> Option<String> {
    struct Again<'a>(std::slice::Iter<'a, Choice>);
    impl Strategy for Again<'_> {
        fn choose(&mut self, _: &execution::State, choices: &[Choice]) -> Option<usize> {
            match self.0.next() {
                Some(choice) => choices.iter().position(|other| other == choice),
                None => Some(0),
            }
        }
    }
    let second = execution::run(program, settings, &mut Again(first.choices.iter()));
    let tell = |ending: &Ending| match ending {
        Ending::Returned(value) => format!("it returned {value}"),
        Ending::Panicked { message, .. } => format!("it panicked with {message:?}"),
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

fn verdict(complete: &Result<(), Unfinished>, findings: &Findings, end: Option<&End>) -> Verdict {
    let failures = &findings.failures;
    if let Err(Unfinished::Nondeterministic(_)) = complete {
        return Verdict::Nondeterministic;
    }
    match end {
        Some(End::WrongValue { .. }) if failures.wrong_values == findings.executions => Verdict::WrongResult,
        Some(End::Panicked { .. }) if failures.panics == findings.executions => Verdict::Panicked,
        Some(End::WrongValue { .. } | End::Panicked { .. }) => Verdict::RaceCondition,
        Some(End::Deadlocked) => Verdict::Deadlock,
        Some(End::LostWakeup { .. }) => Verdict::LostWakeup,
        Some(End::Livelocked { .. }) => Verdict::Livelock,
        // The counterexample could not be had again.
        Some(End::Returned { .. } | End::TooLong) => Verdict::Nondeterministic,
        None if failures.total() > failures.too_long => Verdict::Nondeterministic,
        None => {
            match complete {
                Ok(()) | Err(Unfinished::PreemptionBound(_) | Unfinished::Walks { .. }) => {
                    if failures.too_long > 0 { Verdict::OutOfBounds } else { Verdict::Passed }
                }
                Err(_) => Verdict::OutOfBounds,
            }
        }
    }
}
