//! Every state that a program can reach, and every step between them: for a page where the reader is the scheduler.

use super::findings::Findings;
use super::lost::lost_wakeup;
use super::{as_text, replay, settings};
use crate::execution::{self, Choice, Ending, Run, Settings, State, Strategy, Variant};
use crate::options::Options;
use crate::record::{End, Object, ObjectId, Place, Step, Thread, ThreadId};
use std::collections::{HashMap, VecDeque};
use std::fmt::Debug;

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

/// Goes one step beyond a path.
struct OneStep {
    path: Vec<Choice>,
    next: usize,
    /// How many steps the record had before the last one of the path.
    before: usize,
    onward: Vec<Choice>,
}

impl Strategy for OneStep {
    fn choose(&mut self, state: &mut State, choices: &[Choice]) -> Option<usize> {
        let noted = state.detail.as_ref().map_or(0, |detail| detail.steps.len());
        match self.path.get(self.next) {
            Some(step) => {
                self.next += 1;
                self.before = noted;
                choices.iter().position(|choice| choice == step)
            }
            None => {
                self.onward = choices.to_vec();
                None
            }
        }
    }

    fn again(&mut self) {
        (self.next, self.before) = (0, 0);
    }
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
pub fn graph<T: Debug>(options: &Options, program: impl Fn() -> T) -> StateGraph {
    let program = as_text(program);
    execution::forget();
    let mut needs = Findings::default();
    loop {
        if let Some(graph) = visit_all(options, &mut needs, &program) {
            return graph;
        }
    }
}

/// `None` if the program needs other settings after all.
fn visit_all(options: &Options, needs: &mut Findings, program: &dyn Fn() -> String) -> Option<StateGraph> {
    let settings = Settings { detail: true, ..settings(options, needs) };
    let mut graph = StateGraph { nodes: Vec::new(), edges: Vec::new(), complete: true };
    let mut numbers = HashMap::new(); // only asked for the number of a state: its order is never seen
    let mut open = VecDeque::from([(None, Vec::new())]);
    while let Some((from, path)) = open.pop_front() {
        let mut visit = OneStep { path, next: 0, before: 0, onward: Vec::new() };
        let mut run = execution::run(program, settings, &mut visit);
        if needs.outgrown(&run.state) {
            return None;
        }
        let key = run.state.key();
        let steps = run.state.detail.as_mut().map(|detail| detail.steps.split_off(visit.before));
        let end = (run.ending != Ending::Abandoned).then(|| run.ending.clone());
        // A stuck state and the same state with a wake-up still to come are two: one of them ends.
        let key = (key, format!("{end:?}"));
        let last = run.state.choices.last().copied();
        if let (Some(from), Some(Choice { variant: Variant::Stuck, .. })) = (from, last) {
            // That nobody wakes up is no step: the state before is where it ends.
            let lost = lost_wakeup(program, settings, &run);
            let last: &mut Node = &mut graph.nodes[from];
            last.end = end.map(|end| replay::end(options, end, lost));
            continue;
        }
        let new = !numbers.contains_key(&key);
        if new && graph.nodes.len() >= options.max_states {
            graph.complete = false;
            continue;
        }
        let to = *numbers.entry(key).or_insert(graph.nodes.len());
        if let (Some(from), Some(choice)) = (from, last) {
            let mark = run.state.marks.last().map_or(String::new(), ToString::to_string);
            let steps = steps.unwrap_or_default();
            graph.edges.push(Edge { from, to, thread: choice.thread, mark, steps });
        }
        if new {
            open.extend(visit.onward.iter().map(|choice| {
                let mut path = visit.path.clone();
                path.push(*choice);
                (Some(to), path)
            }));
            let lost = lost_wakeup(program, settings, &run);
            graph.nodes.push(node(options, run, end, lost));
        }
    }
    graph.edges.sort_by_key(|edge| edge.from);
    Some(graph)
}

fn node(options: &Options, run: Run, end: Option<Ending>, lost: Option<ObjectId>) -> Node {
    let next = run.state.threads.iter().map(|thread| thread.place.filter(|_| !thread.finished)).collect();
    let record = replay::finished(options, run);
    Node {
        threads: record.threads,
        next,
        objects: record.objects,
        end: end.map(|end| replay::end(options, end, lost)),
        schedule: record.schedule,
    }
}
