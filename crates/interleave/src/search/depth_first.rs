//! The proof: depth-first through all choices, each execution started anew. With sleep sets ([`super::sleep`]) it
//! completes exactly one execution of each equivalence class; with foresight ([`super::foresight`]) it begins no other.

use super::foresight::{Ahead, Foresight, Guide};
use super::sleep::{Sleeping, Touch, sleep_after, sleeps, touches};
use crate::execution::{Choice, Operation, State, Strategy, Variant};
use crate::record::{Place, ThreadId};
use std::collections::{HashSet, VecDeque};
use std::rc::Rc;

/// A state on the path of the current execution.
struct Node {
    choices: Vec<Choice>,
    taken: usize,
    sleep: Vec<Sleeping>,
    touched: Rc<[Touch]>,
    /// What each choice's thread had announced: the same again, if the program is deterministic.
    announced: Vec<(Operation, Option<Place>)>,
    /// Only spinning threads are left.
    idle: bool,
}

/// How the search avoids doing the same twice.
pub(crate) enum Reduction {
    None,
    SleepSets,
    /// Sleep sets, and nothing is begun that they would cut short.
    Optimal(Foresight),
    /// The states met so far. Only asked whether it holds one: its order is never seen.
    States(HashSet<u64>),
}

impl Reduction {
    pub(crate) fn states() -> Self {
        Reduction::States(HashSet::new())
    }

    /// Looks ahead until that has spared `limit` executions.
    pub(crate) fn optimal(limit: usize) -> Self {
        Reduction::Optimal(Foresight::new(limit))
    }
}

/// The search's memory between executions.
pub(crate) struct DepthFirst {
    reduction: Reduction,
    preemption_bound: Option<usize>,
    nodes: Vec<Node>,
    depth: usize,
    /// How this execution goes on to something new.
    guides: VecDeque<Guide>,
    /// It did not go on like that: nothing that foresight said can be trusted.
    pub(crate) misled: bool,
    /// This execution turned out to be the same as others; it only runs on so that it leaves nothing behind.
    pub(crate) pruned: bool,
    /// A choice was left out because of the preemption bound.
    pub(crate) cut: bool,
    /// Where the program did something else under the same schedule.
    pub(crate) diverged: Option<String>,
}

impl DepthFirst {
    /// With a bound on preemptions there is no reduction: of two executions of a class, or two ways to a state, one may
    /// be within the bound and the other one not.
    pub(crate) fn new(reduction: Reduction, preemption_bound: Option<usize>) -> Self {
        DepthFirst {
            reduction: if preemption_bound.is_some() { Reduction::None } else { reduction },
            preemption_bound,
            nodes: Vec::new(),
            depth: 0,
            guides: VecDeque::new(),
            misled: false,
            pruned: false,
            cut: false,
            diverged: None,
        }
    }

    /// Goes back to the last state with a choice left; false if there is none.
    pub(crate) fn advance(&mut self) -> bool {
        self.nodes.truncate(self.depth);
        self.depth = 0;
        self.pruned = false;
        self.guides.clear();
        let sleep_sets = self.sleep_sets();
        while let Some(node) = self.nodes.last_mut() {
            let explored = node.choices[node.taken];
            if sleep_sets && explored.variant != Variant::Stuck {
                node.sleep.push((explored, Rc::clone(&node.touched)));
            }
            node.taken += 1;
            self.skip_what_was_seen();
            let node = self.nodes.last().expect("it was there");
            if node.taken < node.choices.len() {
                return true;
            }
            self.nodes.pop();
        }
        false
    }

    /// How many executions were not begun, being the same as others.
    pub(crate) fn spared(&self) -> usize {
        match &self.reduction {
            Reduction::Optimal(foresight) => foresight.dead_ends(),
            _ => 0,
        }
    }

    /// In the last state, goes on to the next choice that leads to something new.
    fn skip_what_was_seen(&mut self) {
        let before = self.nodes.len() - 1;
        let Some(node) = self.nodes.last_mut() else { return };
        node.skip_sleeping();
        let Reduction::Optimal(foresight) = &mut self.reduction else { return };
        foresight.goes_back(before);
        while let Some(choice) = node.choices.get(node.taken).filter(|choice| choice.variant != Variant::Stuck) {
            match foresight.look(*choice, &node.sleep) {
                Ahead::Something(guides) => return self.guides.extend(guides),
                Ahead::Nothing(touched) => node.sleep.push((*choice, touched)),
            }
            node.skip_sleeping();
        }
    }

    /// From here on, executions are begun in the hope that they are new.
    fn loses_foresight(&mut self) {
        if let Reduction::Optimal(_) = self.reduction {
            self.reduction = Reduction::SleepSets;
            self.guides.clear();
        }
    }

    fn sleep_sets(&self) -> bool {
        matches!(self.reduction, Reduction::SleepSets | Reduction::Optimal(_))
    }

    /// The path goes on to one more state.
    fn enter(&mut self, state: &State, choices: &[Choice]) -> Option<usize> {
        if let Reduction::States(seen) = &mut self.reduction
            && !seen.insert(state.key())
        {
            self.pruned = true;
            return Some(0);
        }
        if let Reduction::Optimal(foresight) = &mut self.reduction
            && self.nodes.is_empty()
        {
            foresight.begins(state);
        }
        let mut sleep = match self.nodes.last() {
            Some(parent) if self.sleep_sets() => {
                sleep_after(&parent.sleep, parent.choices[parent.taken], &parent.touched)
            }
            _ => Vec::new(),
        };
        let guide = self.guides.pop_front();
        let guided = guide.map(|guide| {
            sleep.extend(guide.dead);
            guide.choice
        });
        let affordable = |choice: &Choice| {
            let bound = self.preemption_bound.unwrap_or(usize::MAX);
            state.cost.after(*choice, state).size.preemptions <= bound
        };
        let within: Vec<Choice> = choices.iter().copied().filter(affordable).collect();
        self.cut |= within.len() < choices.len();
        let announced = within.iter().map(|choice| announced(state, *choice)).collect();
        let touched = Rc::from([]);
        let idle = state.idle > 0;
        let mut node = Node { choices: within, taken: 0, sleep, touched, announced, idle };
        node.skip_sleeping();
        if node.taken == node.choices.len() {
            self.pruned = true;
            return Some(0);
        }
        let taken = node.choices[node.taken];
        if guided.is_some_and(|choice| choice != taken) {
            self.misled = true;
            return None;
        }
        self.nodes.push(node);
        choices.iter().position(|choice| *choice == taken)
    }

    /// The state was met before in the same place: the program must want to do the same.
    fn enter_again(&mut self, state: &State, choices: &[Choice]) -> Option<usize> {
        let node = &self.nodes[self.depth];
        let taken = node.choices[node.taken];
        let same = node
            .choices
            .iter()
            .zip(&node.announced)
            .all(|(choice, before)| announced(state, *choice) == *before && choices.contains(choice));
        if !same {
            let (choice, before) = node
                .choices
                .iter()
                .zip(&node.announced)
                .find(|(choice, before)| announced(state, **choice) != **before || !choices.contains(choice))
                .expect("one differs");
            let now = announced_if_any(state, *choice).and_then(|(_, place)| place);
            self.diverged = Some(difference(choice.thread, before.1, now));
            return None;
        }
        choices.iter().position(|choice| *choice == taken)
    }
}

impl Strategy for DepthFirst {
    fn known(&mut self, state: &State) -> Option<Choice> {
        if self.pruned {
            let goes_on = |thread: &ThreadId| state.can_go_on(*thread) && !state.spins(*thread);
            let thread = (0..state.threads.len()).find(goes_on)?;
            let within = state.cost.size.steps < state.settings.max_steps;
            return within.then_some(Choice { thread, variant: Variant::Usual });
        }
        let node = self.nodes.get(self.depth)?;
        let taken = node.choices[node.taken];
        // Anything but the usual step as announced before is looked at closely.
        let same = taken.variant == Variant::Usual
            && node.announced[node.taken] == announced(state, taken)
            && !node.idle
            && state.can_go_on(taken.thread);
        self.depth += usize::from(same);
        same.then_some(taken)
    }

    fn choose(&mut self, state: &State, choices: &[Choice]) -> Option<usize> {
        if self.misled {
            return None;
        }
        if self.pruned {
            return Some(0);
        }
        if (0..state.threads.len()).any(|thread| state.can_go_on(thread) && state.spins(thread)) {
            self.loses_foresight();
        }
        let taken = match self.depth < self.nodes.len() {
            true => self.enter_again(state, choices)?,
            false => self.enter(state, choices)?,
        };
        if !self.pruned {
            self.depth += 1;
        }
        Some(taken)
    }

    fn stepped(&mut self, state: &State) {
        if !self.sleep_sets() || self.pruned || self.depth < self.nodes.len() {
            return;
        }
        let node = self.nodes.last_mut().expect("a step was chosen");
        node.touched = touches(state);
        if let Reduction::Optimal(foresight) = &mut self.reduction {
            match foresight.stepped(node.choices[node.taken], state, Rc::clone(&node.touched)) {
                Some(touched) => node.touched = touched,
                None => self.misled = true,
            }
        }
    }
}

impl Node {
    fn skip_sleeping(&mut self) {
        let left = self.choices[self.taken.min(self.choices.len())..].iter();
        self.taken += left.take_while(|choice| sleeps(&self.sleep, **choice)).count();
    }
}

/// Under the same schedule, `thread` was at one line and then at another.
pub(super) fn difference(thread: ThreadId, before: Option<Place>, now: Option<Place>) -> String {
    let line = |place: Option<Place>| place.map_or("its beginning".to_owned(), |place| place.to_string());
    let (before, now) = (line(before), line(now));
    format!("the program did something else under the same schedule: thread {thread} was at {before}, now at {now}")
}

fn announced(state: &State, choice: Choice) -> (Operation, Option<Place>) {
    announced_if_any(state, choice).unwrap_or((Operation::Aside, None))
}

fn announced_if_any(state: &State, choice: Choice) -> Option<(Operation, Option<Place>)> {
    let thread = state.threads.get(choice.thread)?;
    Some((thread.pending, thread.place))
}
