//! Visits the states of a program: first those along one execution, then the rest, breadth-first.

use super::super::findings::Findings;
use super::super::lost::lost_wakeup;
use super::super::{replay, settings};
use super::{Edge, History, Node, StateGraph};
use crate::execution::{
    self, Choice, Ending, Mark, Object, ObjectState, Program, Run, Settings, State, Strategy, Variant,
};
use crate::options::Limits;
use crate::record::{ObjectId, ThreadId};
use std::collections::{HashMap, VecDeque};

/// The maximum number of steps to follow along one execution: a longer one is going around a loop.
const MOST_ALONG: usize = 200;

/// Takes one step beyond a path.
struct OneStep {
    path: Vec<Choice>,
    next: usize,
    /// The length of the record before the last step of the path.
    before: usize,
    /// The choices available after that, and how a schedule writes them.
    onward: Vec<(Choice, Mark)>,
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
                self.onward = choices.iter().map(|choice| (*choice, state.mark(*choice))).collect();
                None
            }
        }
    }

    fn again(&mut self) {
        (self.next, self.before) = (0, 0);
    }
}

/// A state that has been reached, with the steps from it that have not been taken yet.
struct Reached {
    node: usize,
    path: Vec<Choice>,
    onward: Vec<(Choice, Mark)>,
}

/// The program needs other settings after all.
struct Outgrown;

pub(super) struct Walker<'a> {
    limits: &'a Limits,
    settings: Settings,
    program: Program<'a>,
    graph: StateGraph,
    /// The number of each state. Only looked up, so its iteration order does not matter.
    numbers: HashMap<(u64, String), usize>,
    open: VecDeque<Reached>,
}

impl<'a> Walker<'a> {
    pub fn new(limits: &'a Limits, needs: &Findings, program: Program<'a>) -> Self {
        let settings = Settings { detail: true, ..settings(limits, needs) };
        let graph = StateGraph { nodes: Vec::new(), edges: Vec::new(), complete: true };
        Walker { limits, settings, program, graph, numbers: HashMap::new(), open: VecDeque::new() }
    }

    /// `None` if the program needs other settings after all.
    pub fn visit_all(mut self, schedule: &[(ThreadId, Mark)], needs: &mut Findings) -> Option<StateGraph> {
        self.go_along(schedule, needs).ok()?;
        while let Some(Reached { node, path, onward }) = self.open.pop_front() {
            if !onward.is_empty() && self.graph.nodes.len() + onward.len() > self.limits.max_states {
                (self.graph.nodes[node].cut, self.graph.complete) = (true, false);
                continue;
            }
            for (choice, _) in onward {
                self.visit(Some(node), after(&path, choice), needs).ok()?;
            }
        }
        self.graph.edges.sort_by_key(|edge| edge.from);
        Some(self.graph)
    }

    /// Visits the initial state and the states along one execution, as far as the program can follow it.
    fn go_along(&mut self, schedule: &[(ThreadId, Mark)], needs: &mut Findings) -> Result<(), Outgrown> {
        let mut at = self.visit(None, Vec::new(), needs)?;
        for step in schedule.iter().take(MOST_ALONG) {
            let asked = |(choice, mark): &&(Choice, Mark)| {
                (choice.thread, *mark) == *step && choice.variant != Variant::Stuck
            };
            let Some(here) = at else { break };
            let choice = here.onward.iter().find(asked).map(|(choice, _)| *choice);
            let is_full = self.graph.nodes.len() >= self.limits.max_states;
            let Some(choice) = choice.filter(|_| !is_full) else { break };
            // This step need not be taken again.
            if let Some(reached) = self.open.iter_mut().rfind(|reached| reached.node == here.node) {
                reached.onward.retain(|(other, _)| *other != choice);
            }
            at = self.visit(Some(here.node), after(&here.path, choice), needs)?;
        }
        Ok(())
    }

    /// Takes the last step of `path`, which starts in the state `from`. Returns the state it leads to, if there is
    /// one.
    fn visit(
        &mut self,
        from: Option<usize>,
        path: Vec<Choice>,
        needs: &mut Findings,
    ) -> Result<Option<Reached>, Outgrown> {
        let mut visit = OneStep { path, next: 0, before: 0, onward: Vec::new() };
        let mut run = execution::run(self.program, self.settings, &mut visit);
        if needs.outgrown(&run.state) {
            return Err(Outgrown);
        }
        let key = run.state.key();
        let steps = run.state.detail.as_mut().map(|detail| detail.steps.split_off(visit.before));
        let end = (run.ending != Ending::Abandoned).then(|| run.ending.clone());
        // A stuck state, and the same state with a wake-up still to come, are two nodes: only one of them is an end.
        let key = (key, format!("{end:?}"));
        let last = run.state.choices.last().copied();
        if let (Some(from), Some(Choice { variant: Variant::Stuck, .. })) = (from, last) {
            // The absence of a wake-up is not a step: the execution ends in the state before.
            let lost = lost_wakeup(self.program, self.settings, &run);
            self.graph.nodes[from].end = end.map(|end| replay::end(self.limits, end, lost));
            return Ok(None);
        }
        let new = self.graph.nodes.len();
        let to = *self.numbers.entry(key).or_insert(new);
        if let (Some(from), Some(choice)) = (from, last) {
            let mark = run.state.marks.last().map_or(String::new(), ToString::to_string);
            self.graph.edges.push(Edge { from, to, thread: choice.thread, mark, steps: steps.unwrap_or_default() });
        }
        let OneStep { path, onward, .. } = visit;
        if to == new {
            let lost = lost_wakeup(self.program, self.settings, &run);
            let node = self.node(run, end, lost);
            self.graph.nodes.push(node);
            self.open.push_back(Reached { node: to, path: path.clone(), onward: onward.clone() });
        }
        Ok(Some(Reached { node: to, path, onward }))
    }

    fn node(&self, run: Run, end: Option<Ending>, lost: Option<ObjectId>) -> Node {
        let next = run.state.threads.iter().map(|thread| thread.place.filter(|_| !thread.finished)).collect();
        let histories = if self.settings.weak { histories(&run.state) } else { Vec::new() };
        let record = replay::finished(self.limits, run);
        Node {
            threads: record.threads,
            next,
            objects: record.objects,
            end: end.map(|end| replay::end(self.limits, end, lost)),
            schedule: record.schedule,
            histories,
            cut: false,
        }
    }
}

fn after(path: &[Choice], choice: Choice) -> Vec<Choice> {
    path.iter().copied().chain([choice]).collect()
}

/// For each object that is an atomic, its stores.
fn histories(state: &State) -> Vec<Option<History>> {
    let texts = state.detail.as_ref().map(|detail| &detail.texts);
    let history = |(id, object): (ObjectId, &Object)| {
        let ObjectState::Atomic { location } = object.state else { return None };
        let text = texts?.get(&id)?;
        let stores = state.graph.locations[location].order.iter();
        let by = |event: usize| state.graph.events[event].thread;
        Some(History {
            stores: stores.map(|store| (text(store.value), store.event.map(by))).collect(),
            oldest: (0..state.threads.len()).map(|thread| state.graph.floor(thread, location)).collect(),
        })
    };
    state.objects.iter().enumerate().map(history).collect()
}
