//! Every state that a program can reach, and every step between them: for a page on which the reader plays the
//! scheduler.

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
    /// The first node is where the program begins, at its first choice.
    pub nodes: Vec<Node>,
    /// Sorted by where they start.
    pub edges: Vec<Edge>,
    /// Whether this is the complete graph. If not, [`Options::max_states`](crate::Options::max_states) was reached.
    pub complete: bool,
}

/// A state. If two executions reach it, nothing that follows can distinguish them.
#[derive(Clone, Debug)]
pub struct Node {
    /// The threads, and what each waits for if it cannot run.
    pub threads: Vec<Thread>,
    /// The line of each thread's next operation; `None` once it has finished.
    pub next: Vec<Option<Place>>,
    /// The objects, with their values and holders.
    pub objects: Vec<Object>,
    /// How the execution ends here, if it does. If no thread can run, a spurious wake-up may still lead to another
    /// state.
    pub end: Option<End>,
    /// A schedule that leads here.
    pub schedule: String,
    /// For each object that is an atomic, the history of its stores. Empty if every ordering in the program is
    /// `SeqCst`: then every load reads the last store.
    pub histories: Vec<Option<History>>,
    /// Some steps from here were not followed, because of [`Options::max_states`](crate::Options::max_states).
    pub cut: bool,
}

/// The stores to an atomic so far.
#[derive(Clone, Debug)]
pub struct History {
    /// In modification order: the value, and the thread that stored it (`None` for the initial value).
    pub stores: Vec<(String, Option<ThreadId>)>,
    /// For each thread, the index of the oldest store that it may still read: the latest store that it has read,
    /// made, or learned of by synchronisation. A `SeqCst` load may have fewer choices. So may a read-modify-write,
    /// because no store may come between it and the store that it reads.
    pub oldest: Vec<usize>,
}

/// A step of one thread.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Index of the state it starts in.
    pub from: usize,
    /// Index of the state it leads to.
    pub to: usize,
    /// The thread that takes the step.
    pub thread: ThreadId,
    /// The mark that follows the thread's digit in a [schedule](crate::replay); empty for an ordinary step.
    pub mark: String,
    /// What the thread does: one operation and what belongs to it, such as the unlock after it.
    pub steps: Vec<Step>,
}

/// Visits every state of `program`, breadth-first. Meant for programs of a few threads with a few steps each.
///
/// # Panics
/// If called from within an explored program.
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

/// Like [`graph`], for a program that may have too many states: the states along the execution of `schedule` come
/// first, then those reached by other choices along it, nearest first, up to [`Options::max_states`].
///
/// # Errors
/// If `schedule` contains a character that is neither a thread nor a mark. If the program cannot take a step of the
/// schedule, only the steps before it are followed.
///
/// # Panics
/// If called from within an explored program.
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

/// Not generic, so that it is compiled with this crate and not again for each program.
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
