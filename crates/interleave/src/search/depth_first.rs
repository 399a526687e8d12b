//! The proof: depth-first through all choices, each execution started anew. With sleep sets (Godefroid 1996) it
//! completes exactly one execution of each equivalence class.
//!
//! When a choice has been explored from a state, it goes to *sleep* for the choices explored after it, until one of them
//! touches what it touched: up to there the order of the two makes no difference, and the other order was explored.
//! What a transition touches is recorded as it happens, so no guess about a thread's future is needed. A state whose
//! every choice sleeps is pruned.

use crate::execution::{Access, Choice, Operation, State, Strategy, Variant, independent};
use crate::record::Place;
use std::rc::Rc;

/// A choice that need not be taken, and what it touched when it was.
type Sleeping = (Choice, Rc<[Access]>);

/// A state on the path of the current execution.
struct Node {
    choices: Vec<Choice>,
    taken: usize,
    sleep: Vec<Sleeping>,
    touched: Rc<[Access]>,
    /// What each choice's thread had announced: the same again, if the program is deterministic.
    announced: Vec<(Operation, Option<Place>)>,
}

/// The search's memory between executions.
pub(crate) struct DepthFirst {
    sleep_sets: bool,
    preemption_bound: Option<usize>,
    nodes: Vec<Node>,
    depth: usize,
    /// This execution turned out to be the same as others; it only runs on so that it leaves nothing behind.
    pub(crate) pruned: bool,
    /// A choice was left out because of the preemption bound.
    pub(crate) cut: bool,
    /// Where the program did something else under the same schedule.
    pub(crate) diverged: Option<String>,
}

impl DepthFirst {
    pub(crate) fn new(sleep_sets: bool, preemption_bound: Option<usize>) -> Self {
        let sleep_sets = sleep_sets && preemption_bound.is_none();
        DepthFirst {
            sleep_sets,
            preemption_bound,
            nodes: Vec::new(),
            depth: 0,
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
        while let Some(node) = self.nodes.last_mut() {
            let explored = node.choices[node.taken];
            if self.sleep_sets && explored.variant != Variant::Stuck {
                node.sleep.push((explored, Rc::clone(&node.touched)));
            }
            node.taken += 1;
            node.skip_sleeping();
            if node.taken < node.choices.len() {
                return true;
            }
            self.nodes.pop();
        }
        false
    }

    /// The state at the end of the path is new.
    fn enter(&mut self, state: &State, choices: &[Choice]) -> Option<usize> {
        let sleep = match self.nodes.last() {
            Some(parent) if self.sleep_sets => parent.sleep_after(),
            _ => Vec::new(),
        };
        let affordable = |choice: &Choice| {
            let bound = self.preemption_bound.unwrap_or(usize::MAX);
            state.cost.after(*choice, state).size.preemptions <= bound
        };
        let within: Vec<Choice> = choices.iter().copied().filter(affordable).collect();
        self.cut |= within.len() < choices.len();
        let announced = within.iter().map(|choice| announced(state, *choice)).collect();
        let touched = Rc::from([]);
        let mut node = Node { choices: within, taken: 0, sleep, touched, announced };
        node.skip_sleeping();
        if node.taken == node.choices.len() {
            self.pruned = true;
            return Some(0);
        }
        let taken = node.choices[node.taken];
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
            let line = |place: Option<Place>| place.map_or("its beginning".to_owned(), |place| place.to_string());
            let now = match announced_if_any(state, *choice) {
                Some((_, place)) => format!("it is at {}", line(place)),
                None => "there is no such thread".to_owned(),
            };
            self.diverged = Some(format!(
                "the program did something else under the same schedule: thread {} was at {}, now {now}",
                choice.thread,
                line(before.1),
            ));
            return None;
        }
        choices.iter().position(|choice| *choice == taken)
    }
}

impl Strategy for DepthFirst {
    fn choose(&mut self, state: &State, choices: &[Choice]) -> Option<usize> {
        if self.pruned {
            return Some(0);
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
        if self.sleep_sets && !self.pruned && self.depth == self.nodes.len() {
            let node = self.nodes.last_mut().expect("a step was chosen");
            node.touched = Rc::from(state.footprint.accesses());
        }
    }
}

impl Node {
    fn skip_sleeping(&mut self) {
        let sleeps = |choice: &Choice| self.sleep.iter().any(|(sleeper, _)| sleeper == choice);
        while self.choices.get(self.taken).is_some_and(sleeps) {
            self.taken += 1;
        }
    }

    /// Who still sleeps after the choice taken here.
    fn sleep_after(&self) -> Vec<Sleeping> {
        let taken = self.choices[self.taken];
        let sleeps_on =
            |(sleeper, touched): &&Sleeping| sleeper.thread != taken.thread && independent(touched, &self.touched);
        self.sleep.iter().filter(sleeps_on).cloned().collect()
    }
}

fn announced(state: &State, choice: Choice) -> (Operation, Option<Place>) {
    announced_if_any(state, choice).unwrap_or((Operation::Aside, None))
}

fn announced_if_any(state: &State, choice: Choice) -> Option<(Operation, Option<Place>)> {
    let thread = state.threads.get(choice.thread)?;
    Some((thread.pending, thread.place))
}
