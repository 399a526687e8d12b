//! The proof: depth-first through all choices, each execution started anew. With sleep sets ([`super::sleep`]) it
//! completes exactly one execution of each equivalence class; with foresight ([`super::foresight`]) it begins no other.

use super::foresight::{Ahead, Foresight, Guide};
use super::path::{Path, Possible};
use super::sleep::{Touch, touches};
use crate::execution::{Choice, KeyHasher, Operation, State, Strategy, Variant};
use crate::record::{Place, ThreadId};
use std::collections::{HashSet, VecDeque};
use std::hash::BuildHasherDefault;

/// How the search avoids doing the same twice.
pub(crate) enum Reduction {
    None,
    SleepSets,
    /// Sleep sets, and nothing is begun that they would cut short.
    Optimal(Box<Foresight>),
    /// The states met so far. Only asked whether it holds one: its order is never seen.
    States(HashSet<u64, BuildHasherDefault<KeyHasher>>),
}

impl Reduction {
    pub(crate) fn states() -> Self {
        Reduction::States(HashSet::default())
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
    path: Path,
    /// How far the execution has come on it.
    depth: usize,
    /// What the last step touched.
    touched: Vec<Touch>,
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
            path: Path::default(),
            depth: 0,
            touched: Vec::new(),
            guides: VecDeque::new(),
            misled: false,
            pruned: false,
            cut: false,
            diverged: None,
        }
    }

    /// Goes back to the last state with a choice left; false if there is none.
    pub(crate) fn advance(&mut self) -> bool {
        self.path.shorten(self.depth);
        self.depth = 0;
        self.pruned = false;
        self.guides.clear();
        while self.path.len() > 0 {
            self.path.explored();
            self.skip_what_was_seen();
            if self.path.last().is_some() {
                return true;
            }
            self.path.shorten(self.path.len() - 1);
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
        let Reduction::Optimal(foresight) = &mut self.reduction else { return };
        foresight.goes_back(self.path.len() - 1);
        while let Some(choice) = self.path.last().filter(|choice| choice.variant != Variant::Stuck) {
            match foresight.look(choice, self.path.asleep()) {
                Ahead::Something(guides) => return self.guides.extend(guides),
                Ahead::Nothing(effect) => self.path.touches(foresight.touched(effect)),
            }
            self.path.explored();
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
            && self.path.len() == 0
        {
            foresight.begins(state);
        }
        let (guided, dead) = match self.guides.pop_front() {
            Some(guide) => (Some(guide.choice), guide.dead),
            None => (None, Vec::new()),
        };
        let affordable = |choice: &Choice| {
            self.preemption_bound.is_none_or(|bound| state.cost.after(*choice, state).size.preemptions <= bound)
        };
        let within = choices.iter().filter(|choice| affordable(choice));
        let possible = |choice: &Choice| Possible { choice: *choice, announced: announced(state, *choice) };
        self.path.push(within.map(possible), dead, state.idle > 0);
        self.cut |= self.path.choices(self.path.len() - 1).len() < choices.len();
        let Some(taken) = self.path.last() else {
            self.path.shorten(self.path.len() - 1);
            self.pruned = true;
            return Some(0);
        };
        if guided.is_some_and(|choice| choice != taken) {
            self.misled = true;
            return None;
        }
        choices.iter().position(|choice| *choice == taken)
    }

    /// The state was met before in the same place: the program must want to do the same.
    fn enter_again(&mut self, state: &State, choices: &[Choice]) -> Option<usize> {
        let differs = |possible: &&Possible| {
            announced(state, possible.choice) != possible.announced || !choices.contains(&possible.choice)
        };
        if let Some(Possible { choice, announced }) = self.path.choices(self.depth).iter().find(differs) {
            let now = announced_if_any(state, *choice).and_then(|(_, place)| place);
            self.diverged = Some(difference(choice.thread, announced.1, now));
            return None;
        }
        let (taken, _) = self.path.taken(self.depth)?;
        choices.iter().position(|choice| *choice == taken.choice)
    }
}

impl Drop for DepthFirst {
    fn drop(&mut self) {
        if let Reduction::Optimal(foresight) = std::mem::replace(&mut self.reduction, Reduction::None) {
            foresight.give_back();
        }
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
        let (&Possible { choice: taken, announced: ref before }, idle) = self.path.taken(self.depth)?;
        // Anything but the usual step as announced before is looked at closely.
        let same = taken.variant == Variant::Usual
            && *before == announced(state, taken)
            && !idle
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
        if (0..state.threads.len()).any(|thread| state.spins(thread) && state.can_go_on(thread)) {
            self.loses_foresight();
        }
        let taken = match self.depth < self.path.len() {
            true => self.enter_again(state, choices)?,
            false => self.enter(state, choices)?,
        };
        if !self.pruned {
            self.depth += 1;
        }
        Some(taken)
    }

    fn stepped(&mut self, state: &State) {
        if !self.sleep_sets() || self.pruned || self.depth < self.path.len() {
            return;
        }
        touches(state, &mut self.touched);
        if let Reduction::Optimal(foresight) = &mut self.reduction {
            let taken = self.path.last().expect("a step was chosen");
            self.misled |= !foresight.stepped(taken, state, &self.touched);
        }
        self.path.touches(&self.touched);
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
