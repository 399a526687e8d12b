//! Counts the interleavings that lead to each outcome. Interleavings that reach the same state can continue in the same
//! ways, so each state is counted once: its number of ways to the end is the sum of those of its successors.

use super::findings::Findings;
use super::lost::lost_wakeup;
use super::{judged, settings};
use crate::execution::{
    self, Choice, Ending, KeyHasher, Operation, Program, Run, Settings, State, Strategy, Variant,
};
use crate::options::{Expectation, Limits, Options};
use crate::outcome::{Failures, Unfinished};
use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Debug};
use std::hash::BuildHasherDefault;

/// The most runs. A run is abandoned at its next choice, and the frames of its threads stay in memory: a few kilobytes each.
/// This many runs take about a second.
const MOST_RUNS: usize = 20_000;

/// The number of interleavings of a program that lead to each outcome: see [`interleavings`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Interleavings {
    /// The number of interleavings for each value that the program returned, as `Debug` text. A value that only a memory
    /// ordering weaker than `SeqCst` allows is not among them, because no order of steps leads to it.
    pub values: BTreeMap<String, usize>,
    /// The number of interleavings that failed, by kind of failure.
    pub failures: Failures,
}

/// Why [`interleavings`] cannot count.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Uncounted {
    /// The program can reach too many states.
    TooManyStates,
    /// There are more interleavings than a `usize` holds.
    TooMany,
    /// Threads take an `RwLock` to read. `std` does not define whether a waiting writer goes before a new reader, so the
    /// possible orders of steps are not defined either.
    Readers,
    /// A panic aborts the process.
    Aborted,
    /// Some interleaving has no defined end, such as a livelock or a data race.
    Unfinished(Unfinished),
}

impl fmt::Display for Uncounted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Uncounted::TooManyStates => f.write_str("too many states to count"),
            Uncounted::TooMany => f.write_str("too many to count"),
            Uncounted::Readers => f.write_str("a lock may prefer its readers or its writers"),
            Uncounted::Aborted => f.write_str("a panic aborts the process"),
            Uncounted::Unfinished(why) => write!(f, "{why}"),
        }
    }
}

/// Counts the interleavings of `program` that lead to each outcome, exactly.
///
/// An interleaving is an order of the steps of all threads, together with every other choice: which waiter a notify wakes,
/// and where spurious wake-ups, early time-outs and failing weak exchanges happen, as many as the options allow. A step is
/// an operation on something shared; joins and yields are not steps. Each load reads the last store.
///
/// [`explore`](crate::explore) runs one interleaving of each class, and counts classes.
///
/// # Errors
/// If the interleavings cannot be counted, or only in too long a time: see [`Uncounted`].
///
/// # Panics
/// When called from within an explored program.
///
/// # Examples
/// ```
/// use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
/// use interleave::{Options, interleavings, thread};
///
/// let counted = interleavings(&Options::new(), || {
///     let count = AtomicUsize::new(0);
///     thread::scope(|scope| {
///         for _ in 0..2 {
///             scope.spawn(|| count.store(count.load(SeqCst) + 1, SeqCst));
///         }
///     });
///     count.load(SeqCst)
/// });
/// // Two threads of two steps each can take turns in six ways, and four of them lose an update.
/// let counted = counted.unwrap().values;
/// assert_eq!((counted["1"], counted["2"]), (4, 2));
/// ```
pub fn interleavings<T: Debug>(
    options: &Options<impl Expectation<T>>,
    program: impl Fn() -> T,
) -> Result<Interleavings, Uncounted> {
    counted(&options.limits, &judged(options, program))
}

/// Not generic, so that it is compiled once, with this crate, and not for each program.
fn counted(limits: &Limits, program: Program<'_>) -> Result<Interleavings, Uncounted> {
    execution::forget();
    // Weak memory is never switched on, because each load must read the last store.
    let mut needs = Findings { weak: true, ..Findings::default() };
    loop {
        let settings = Settings { weak: false, ..settings(limits, &needs) };
        let counter = Counter { program, settings, runs: 0, ends: Vec::new(), known: HashMap::default() };
        if let Some(counted) = counter.count(&mut needs)? {
            return Ok(counted);
        }
    }
}

/// The end of an interleaving. Interleavings with equal ends are counted together.
#[derive(Clone, Debug, PartialEq, Eq)]
enum End {
    Returned { text: String, wrong: bool },
    Panicked,
    Deadlocked,
    LostWakeup,
}

/// The number of ways that lead to each end, by the end's index in `ends`.
type Ways = BTreeMap<usize, usize>;

/// A state on the current path, with the choices that have not been tried there.
struct Reached {
    key: u64,
    path: Vec<Choice>,
    onward: Vec<Choice>,
    ways: Ways,
}

struct Counter<'a> {
    program: Program<'a>,
    settings: Settings,
    runs: usize,
    ends: Vec<End>,
    /// The ways from each counted state; `None` while it is being counted. The map is never iterated, so its order does not
    /// matter.
    known: HashMap<u64, Option<Ways>, BuildHasherDefault<KeyHasher>>,
}

/// The end or the next state that a path leads to.
enum Place {
    End(usize),
    State(Reached),
}

impl Counter<'_> {
    /// `None` if the program turns out to need different settings; `needs` then has them.
    fn count(mut self, needs: &mut Findings) -> Result<Option<Interleavings>, Uncounted> {
        let mut all = Ways::new();
        let mut open: Vec<Reached> = Vec::new();
        let mut next = Some(Vec::new());
        loop {
            let ways = match next.take() {
                Some(path) => match self.visit(path, needs)? {
                    None => return Ok(None),
                    Some(Place::End(end)) => Ways::from([(end, 1)]),
                    Some(Place::State(state)) => match self.known.get(&state.key) {
                        Some(Some(ways)) => ways.clone(),
                        Some(None) => return Err(Uncounted::Unfinished(Unfinished::Livelock)),
                        None => {
                            self.known.insert(state.key, None);
                            open.push(state);
                            Ways::new()
                        }
                    },
                },
                None => {
                    let Some(done) = open.pop() else { break };
                    self.known.insert(done.key, Some(done.ways.clone()));
                    done.ways
                }
            };
            add(open.last_mut().map_or(&mut all, |state| &mut state.ways), &ways)?;
            next = open.last_mut().and_then(|state| {
                let choice = state.onward.pop()?;
                Some(state.path.iter().copied().chain([choice]).collect())
            });
        }
        Ok(Some(self.told(&all)))
    }

    /// Follows `path`, and continues to the next state with a choice, or to the end.
    fn visit(&mut self, path: Vec<Choice>, needs: &mut Findings) -> Result<Option<Place>, Uncounted> {
        if self.runs == MOST_RUNS {
            return Err(Uncounted::TooManyStates);
        }
        self.runs += 1;
        let mut visit = Visit { given: path.len(), path, next: 0, found: None };
        let run = execution::run(self.program, self.settings, &mut visit);
        if needs.outgrown(&run.state) {
            return Ok(None);
        }
        if run.state.saw_readers {
            return Err(Uncounted::Readers);
        }
        if run.state.left_out {
            return Err(Uncounted::Unfinished(Unfinished::LeftOut));
        }
        if let (Ending::Abandoned, Some((key, onward))) = (&run.ending, visit.found) {
            return Ok(Some(Place::State(Reached { key, path: visit.path, onward, ways: Ways::new() })));
        }
        let end = self.end(run)?;
        let number = self.ends.iter().position(|other| *other == end);
        Ok(Some(Place::End(number.unwrap_or_else(|| {
            self.ends.push(end);
            self.ends.len() - 1
        }))))
    }

    fn end(&self, run: Run) -> Result<End, Uncounted> {
        let lost = lost_wakeup(self.program, self.settings, &run).is_some();
        let unfinished = match run.ending {
            Ending::Panicked { .. } if run.state.aborted.is_some() => return Err(Uncounted::Aborted),
            Ending::Returned(returned) => {
                return Ok(End::Returned { text: returned.text, wrong: returned.wrong });
            }
            Ending::Panicked { .. } => return Ok(End::Panicked),
            Ending::Stuck { .. } => return Ok(if lost { End::LostWakeup } else { End::Deadlocked }),
            Ending::Livelocked { .. } => Unfinished::Livelock,
            Ending::Raced(_) => Unfinished::DataRace,
            Ending::TooLong => Unfinished::Steps(self.settings.max_steps),
            Ending::Abandoned => Unfinished::Nondeterministic("the program did something else".to_owned()),
        };
        Err(Uncounted::Unfinished(unfinished))
    }

    fn told(&self, ways: &Ways) -> Interleavings {
        let mut told = Interleavings::default();
        for (end, count) in ways {
            let failures = &mut told.failures;
            match &self.ends[*end] {
                End::Returned { text, wrong } => {
                    failures.wrong_values += if *wrong { *count } else { 0 };
                    told.values.insert(text.clone(), *count);
                }
                End::Panicked => failures.panics += count,
                End::Deadlocked => failures.deadlocks += count,
                End::LostWakeup => failures.lost_wakeups += count,
            }
        }
        told
    }
}

fn add(sum: &mut Ways, more: &Ways) -> Result<(), Uncounted> {
    for (end, count) in more {
        let before = sum.entry(*end).or_default();
        *before = before.checked_add(*count).ok_or(Uncounted::TooMany)?;
    }
    Ok(())
}

/// Follows a path, then continues with joins and yields, which are not steps of an interleaving, up to the next choice.
struct Visit {
    /// The number of choices in `path` that were given; the rest were added.
    given: usize,
    path: Vec<Choice>,
    next: usize,
    found: Option<(u64, Vec<Choice>)>,
}

impl Strategy for Visit {
    fn choose(&mut self, state: &mut State, choices: &[Choice]) -> Option<usize> {
        if let Some(step) = self.path.get(self.next) {
            self.next += 1;
            return choices.iter().position(|choice| choice == step);
        }
        // A join or a yield only lets other threads go on, so no interleaving is lost if it comes at once.
        let at_once = choices.iter().position(|choice| is_no_step(state, *choice));
        match at_once {
            Some(at) => {
                self.path.push(choices[at]);
                self.next += 1;
            }
            None => self.found = Some((state.key(), different(state, choices))),
        }
        at_once
    }

    fn again(&mut self) {
        self.path.truncate(self.given);
        (self.next, self.found) = (0, None);
    }
}

/// The choices, one for each way to write it in a schedule. If no other thread can go on, a timed wait can end as an early
/// time-out or because its time is over, and both are written the same. The first of the two is kept: it spends nothing of
/// the limits, so everything that can follow the other can follow it too.
fn different(state: &State, choices: &[Choice]) -> Vec<Choice> {
    let mut kept: Vec<Choice> = Vec::new();
    for choice in choices {
        let written = |choice: &Choice| (choice.thread, state.mark(*choice));
        if kept.iter().all(|other| written(other) != written(choice)) {
            kept.push(*choice);
        }
    }
    kept
}

/// Whether the choice is a join or a yield, which touches nothing that other threads can see.
fn is_no_step(state: &State, choice: Choice) -> bool {
    let pending = state.threads[choice.thread].pending;
    choice.variant == Variant::Usual && matches!(pending, Operation::Join { .. } | Operation::Aside)
}
