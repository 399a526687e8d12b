//! The proof: depth-first through all choices, each execution started anew. With sleep sets (Godefroid 1996) it
//! completes exactly one execution of each equivalence class.
//!
//! When a choice has been explored from a state, it goes to *sleep* for the choices explored after it, until one of them
//! touches what it touched: up to there the order of the two makes no difference, and the other order was explored.
//! What a transition touches is recorded as it happens, so no guess about a thread's future is needed. A state whose
//! every choice sleeps is pruned.

use crate::execution::{Access, Choice, Operation, State, Strategy, Variant, independent};
use crate::record::{Place, ThreadId};
use std::collections::HashSet;
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
    /// Only spinning threads are left.
    idle: bool,
}

/// How the search avoids doing the same twice.
pub(crate) enum Reduction {
    None,
    SleepSets,
    /// The states met so far. Only asked whether it holds one: its order is never seen.
    States(HashSet<u64>),
}

impl Reduction {
    pub(crate) fn states() -> Self {
        Reduction::States(HashSet::new())
    }
}

/// The search's memory between executions.
pub(crate) struct DepthFirst {
    reduction: Reduction,
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
    /// With a bound on preemptions there is no reduction: of two executions of a class, or two ways to a state, one may
    /// be within the bound and the other one not.
    pub(crate) fn new(reduction: Reduction, preemption_bound: Option<usize>) -> Self {
        DepthFirst {
            reduction: if preemption_bound.is_some() { Reduction::None } else { reduction },
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
        let sleep_sets = self.sleep_sets();
        while let Some(node) = self.nodes.last_mut() {
            let explored = node.choices[node.taken];
            if sleep_sets && explored.variant != Variant::Stuck {
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

    fn sleep_sets(&self) -> bool {
        matches!(self.reduction, Reduction::SleepSets)
    }

    /// The path goes on to one more state.
    fn enter(&mut self, state: &State, choices: &[Choice]) -> Option<usize> {
        if let Reduction::States(seen) = &mut self.reduction
            && !seen.insert(state.key())
        {
            self.pruned = true;
            return Some(0);
        }
        let sleep = match self.nodes.last() {
            Some(parent) if self.sleep_sets() => parent.sleep_after(),
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
        let idle = state.idle > 0;
        let mut node = Node { choices: within, taken: 0, sleep, touched, announced, idle };
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
        if self.sleep_sets() && !self.pruned && self.depth == self.nodes.len() {
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
