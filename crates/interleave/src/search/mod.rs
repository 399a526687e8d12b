//! Searches: which executions are run, what is counted, and which one is shown.

mod depth_first;
mod findings;
mod foresight;
mod graph;
mod lost;
mod path;
mod replay;
mod sleep;
mod smallest;
mod walks;

pub use graph::{Edge, Node, StateGraph, graph};
pub use replay::{ScheduleError, replay};

use crate::execution::{self, Choice, Ending, Run, Settings, Strategy, Variant, panics};
use crate::options::{Options, Search};
use crate::outcome::{Outcome, Unfinished};
use depth_first::{DepthFirst, Reduction};
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
fn explore_text(options: &Options, program: &dyn Fn() -> String) -> Outcome {
    let mut findings = Findings::default();
    let complete = search(options, program, &mut findings);
    let (counterexample, smallest) = match &findings.smallest {
        Some((cost, schedule)) => {
            let (schedule, smallest) = smallest::failing(options, findings.fine, *cost, program)
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
        threads: findings.threads,
        shared: findings.used.shared,
        waited: findings.used.waits,
        waited_with_timeout: findings.used.timed,
        preemption_bound: options.preemption_bound.filter(|_| findings.cut),
        fingerprints: findings.fingerprints,
    }
}

/// The program as the explorer runs it: its value is only known by its text.
fn as_text<T: Debug>(program: impl Fn() -> T) -> impl Fn() -> String {
    assert!(!execution::exploring(), "interleave: an explored program cannot explore another");
    panics::install_hook();
    move || crate::debug_text(&program())
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

/// Runs the executions that `options` ask for. If the program turns out to look at releases, begins again with releases as
/// steps of their own.
fn search(options: &Options, program: &dyn Fn() -> String, findings: &mut Findings) -> Result<(), Unfinished> {
    loop {
        let result = match options.search {
            Search::Walks { seed, count } => walk(options, program, findings, seed, count),
            Search::Optimal => depth_first(options, program, findings, Reduction::optimal(options.max_executions)),
            Search::SleepSets => depth_first(options, program, findings, Reduction::SleepSets),
            Search::States => depth_first(options, program, findings, Reduction::states()),
            Search::Full => depth_first(options, program, findings, Reduction::None),
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
    let count = count.min(options.max_executions);
    for number in 0..count {
        let run = execution::run(program, settings, &mut Walk::new(seed, number));
        if run.state.saw_release && !findings.fine {
            return None;
        }
        let lost = lost::lost_wakeup(program, settings, &run).is_some();
        findings.saw(&run.state);
        findings.add(options, run, lost);
    }
    Some(Err(Unfinished::Walks { seed, count }))
}

fn depth_first(
    options: &Options,
    program: &dyn Fn() -> String,
    findings: &mut Findings,
    reduction: Reduction,
) -> Option<Result<(), Unfinished>> {
    let settings = settings(options, findings.fine);
    let mut search = DepthFirst::new(reduction, options.preemption_bound);
    loop {
        let run = execution::run(program, settings, &mut search);
        if run.state.saw_release && !findings.fine {
            return None;
        }
        if search.misled {
            if let Some(difference) = differs(program, settings, &run) {
                return Some(Err(Unfinished::Nondeterministic(difference)));
            }
            search = DepthFirst::new(Reduction::SleepSets, options.preemption_bound);
            *findings = Findings { fine: findings.fine, ..Findings::default() };
            continue;
        }
        if let Some(diverged) = search.diverged.take() {
            return Some(Err(Unfinished::Nondeterministic(diverged)));
        }
        findings.saw(&run.state);
        findings.cut = search.cut;
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
        let cut_short = findings.pruned + search.spared();
        if findings.executions + cut_short >= options.max_executions {
            return Some(Err(Unfinished::Executions { begun: options.max_executions, cut_short }));
        }
    }
    Some(match options.preemption_bound {
        Some(bound) if search.cut => Err(Unfinished::PreemptionBound(bound)),
        _ => Ok(()),
    })
}

/// Does the same schedule give something else the second time?
fn differs(program: &dyn Fn() -> String, settings: Settings, first: &Run) -> Option<String> {
    struct Again<'a> {
        choices: std::slice::Iter<'a, Choice>,
        ends_there: bool,
    }
    impl Strategy for Again<'_> {
        fn known(&mut self, state: &execution::State) -> Option<Choice> {
            let next = *self.choices.as_slice().first()?;
            let usual = next.variant == Variant::Usual && !state.spins(next.thread) && state.can_go_on(next.thread);
            usual.then(|| self.choices.next().copied()).flatten()
        }

        fn choose(&mut self, _: &execution::State, choices: &[Choice]) -> Option<usize> {
            match self.choices.next() {
                Some(choice) => choices.iter().position(|other| other == choice),
                None => (!self.ends_there).then_some(0),
            }
        }
    }
    let ends_there = first.ending == Ending::Abandoned;
    let second = execution::run(program, settings, &mut Again { choices: first.choices.iter(), ends_there });
    let threads = first.state.threads.iter().zip(&second.state.threads).enumerate();
    let elsewhere = threads.filter(|(_, (one, other))| (one.pending, one.place) != (other.pending, other.place));
    let mut places =
        elsewhere.map(|(thread, (one, other))| depth_first::difference(thread, one.place, other.place));
    if ends_there && let Some(difference) = places.next() {
        return Some(difference);
    }
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
