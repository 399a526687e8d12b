//! Every state that a program can reach, and every step between them: for a page where the reader is the scheduler.

mod walker;

use super::findings::Findings;
use super::{ScheduleError, judged};
use crate::execution::{self, Program, Schedule};
use crate::options::{Expectation, Limits, Options};
use crate::record::{End, Object, Place, Step, Thread, ThreadId};
use std::fmt::Debug;
use walker::Walker;

/// The states of a program and the steps between them.
#[derive(Clone, Debug)]
pub struct StateGraph {
    /// The first is where the program begins: with the first choice that there is.
    pub nodes: Vec<Node>,
    /// Sorted by where they begin.
    pub edges: Vec<Edge>,
    /// Is this all of it? Otherwise [`Options::max_states`](crate::Options::max_states) was reached.
    pub complete: bool,
}

/// A state. Two executions that reach it cannot be told apart by anything that follows.
#[derive(Clone, Debug)]
pub struct Node {
    /// Every thread, and what it waits for if it cannot step.
    pub threads: Vec<Thread>,
    /// The line of each thread's next operation; `None` once it has finished.
    pub next: Vec<Option<Place>>,
    /// Every object with its value and its holders.
    pub objects: Vec<Object>,
    /// How the execution ends here, if it does. Where nobody can go on, a wake-up that nobody caused may still lead on.
    pub end: Option<End>,
    /// A schedule that leads here.
    pub schedule: String,
    /// Of each object that is an atomic, its stores so far. Empty in a program whose every ordering is `SeqCst`: there, a
    /// load reads the last store.
    pub histories: Vec<Option<History>>,
    /// Some of the steps from here were not looked at, because of [`Options::max_states`](crate::Options::max_states).
    pub cut: bool,
}

/// What has been stored in an atomic so far.
#[derive(Clone, Debug)]
pub struct History {
    /// In modification order: the value, and the thread that stored it (`None`: the initial value).
    pub stores: Vec<(String, Option<ThreadId>)>,
    /// Of each thread, the index of the oldest store that it may still read: it has read or made this one, or knows of it by
    /// what it has synchronised with. A `SeqCst` load may be allowed fewer, and so may a read-modify-write: nothing comes
    /// between it and the store that it reads.
    pub oldest: Vec<usize>,
}

/// A step of one thread.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Index of the state before.
    pub from: usize,
    /// Index of the state after.
    pub to: usize,
    /// Who steps.
    pub thread: ThreadId,
    /// What follows the thread's digit in a [schedule](crate::replay): nothing, or how it steps in an unusual way.
    pub mark: String,
    /// What it does: one operation and what belongs to it, such as the unlock after it.
    pub steps: Vec<Step>,
}

/// Visits every state of `program`, breadth first. Meant for programs of a few threads with a few steps.
///
/// # Panics
/// When called from within an explored program.
///
/// # Examples
/// ```
/// use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
/// use interleave::{Options, graph, thread};
///
/// let graph = graph(&Options::new(), || {
///     let count = AtomicU32::new(0);
///     thread::scope(|scope| {
///         scope.spawn(|| count.fetch_add(1, SeqCst));
///         scope.spawn(|| count.fetch_add(1, SeqCst));
///     });
///     count.load(SeqCst)
/// });
/// assert!(graph.complete);
/// let ends = graph.nodes.iter().filter(|node| node.end.is_some()).count();
/// assert_eq!(ends, 2); // each thread has seen whether it was first
/// ```
pub fn graph<T: Debug>(options: &Options<impl Expectation<T>>, program: impl Fn() -> T) -> StateGraph {
    along(&options.limits, &Schedule::default(), &judged(options, program))
}

/// As [`graph`], of a program that may have too many states: those along the execution of `schedule` come first, then
/// what any other choice there leads to, and so on, nearest first, up to [`Options::max_states`].
///
/// # Errors
/// If `schedule` has a character that is no thread or mark. A step that the program cannot take ends the way along it.
///
/// # Panics
/// When called from within an explored program.
///
/// # Examples
/// ```
/// use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
/// use interleave::{Options, graph_along, record::End, thread};
///
/// let program = || {
///     let count = AtomicU32::new(0);
///     thread::scope(|scope| {
///         for _ in 0..2 {
///             scope.spawn(|| count.store(count.load(SeqCst) + 1, SeqCst));
///         }
///     });
///     count.load(SeqCst)
/// };
/// let graph = graph_along("1221000", &Options::new().expect(2).max_states(8), program).unwrap();
/// assert!(!graph.complete);
/// let wrong = |end: &End| matches!(end, End::WrongValue { .. });
/// assert!(graph.nodes.iter().any(|node| node.end.as_ref().is_some_and(wrong)));
/// ```
pub fn graph_along<T: Debug>(
    schedule: &str,
    options: &Options<impl Expectation<T>>,
    program: impl Fn() -> T,
) -> Result<StateGraph, ScheduleError> {
    let schedule = Schedule::parse(schedule).map_err(ScheduleError)?;
    Ok(along(&options.limits, &schedule, &judged(options, program)))
}

/// Not generic: it is compiled with this crate, and not once more for each program.
fn along(limits: &Limits, schedule: &Schedule, program: Program<'_>) -> StateGraph {
    execution::forget();
    let Schedule { fine, writers_first, ids, .. } = *schedule;
    let mut needs = Findings { fine, writers_first, ids, ..Findings::default() };
    loop {
        if let Some(graph) = Walker::new(limits, &needs, program).visit_all(&schedule.steps, &mut needs) {
            return graph;
        }
    }
}
