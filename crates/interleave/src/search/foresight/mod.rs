//! Looks ahead, so that no execution is begun for nothing.
//!
//! With sleep sets alone, an execution is begun wherever a choice does not sleep, and now and then all choices sleep
//! further on: it is the same as earlier ones, and was begun for nothing. Optimal dynamic partial-order reduction
//! (Abdulla, Aronis, Jonsson & Sagonas 2014; 2017) avoids that by keeping the sequences that races ask for. Here it is
//! avoided another way. A thread is a function of what it has found out, so a step does the same whenever its thread
//! knows the same and finds the same. The search therefore remembers what each step did ([`effect`]). Before it begins an
//! execution, it follows the choices in a *shadow* of the program ([`shadow`]), which takes only steps whose effects are
//! remembered. Then
//!
//! - the shadow comes to the end of an execution: it is one of a class that has not been seen, and is begun;
//! - or it comes to a step that nobody has taken yet: no execution with it has been seen, and so no execution that
//!   goes on from there is the same as an earlier one: it is begun, up to there as the shadow went;
//! - or it comes to a state in which nothing sleeps, and then nothing will further on: the same holds;
//! - or wherever the shadow goes, all choices sleep: nothing is begun.
//!
//! So each execution that is begun is the first of its class, and since all that is left out is what sleep sets would have
//! cut short, none is lost.
//!
//! Where foresight ends, sleep sets alone go on, and at worst begin something for nothing: where a thread spins (whether
//! it is held back depends on what all others did), and beyond [`REMEMBERED`] effects. An execution that does not go as
//! its shadow went, or a step that does not do what it did before, makes the search begin anew without foresight.

mod effect;
mod shadow;
mod want;

use super::sleep::{Sleeping, Touch, sleep_after, sleeps};
use crate::execution::{Choice, State, Variant};
use effect::Effect;
use shadow::Shadow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::rc::Rc;

/// The most effects that are remembered: some 250 MB.
const REMEMBERED: usize = 500_000;

/// What the search remembers, and its shadow in the last state of the path.
#[derive(Default)]
pub(super) struct Foresight {
    shadow: Shadow,
    known: HashMap<u64, Rc<Effect>>, // only asked by key: its order is never seen
    /// How often everything slept where the shadow went, and how often that may be.
    dead_ends: usize,
    limit: usize,
}

/// A choice on the way to an execution that is worth beginning.
pub(super) struct Guide {
    pub(super) choice: Choice,
    /// Choices in the same state that lead nowhere: they sleep.
    pub(super) dead: Vec<Sleeping>,
}

/// What comes of a choice.
pub(super) enum Ahead {
    /// Nothing that has not been seen; this is what its step touches.
    Nothing(Rc<[Touch]>),
    /// An execution that has not been seen goes on so.
    Something(Vec<Guide>),
}

/// A state on the shadow's way.
struct Junction {
    choices: Vec<Choice>,
    next: usize,
    sleep: Vec<Sleeping>,
    dead: Vec<Sleeping>,
    /// How the way goes on, and what that touches.
    taken: Option<Sleeping>,
}

impl Foresight {
    /// Looks ahead until it has come to `limit` dead ends.
    pub(super) fn new(limit: usize) -> Self {
        Foresight { limit, ..Foresight::default() }
    }

    /// How many executions it has spared.
    pub(super) fn dead_ends(&self) -> usize {
        self.dead_ends
    }

    /// No step has been taken yet.
    pub(super) fn begins(&mut self, state: &State) {
        self.shadow = Shadow::of(state);
    }

    /// The path has `length` steps again.
    pub(super) fn goes_back(&mut self, length: usize) {
        while self.shadow.depth() > length {
            self.shadow.take_back();
        }
    }

    /// A step was taken for the first time in its place, led to `state` and touched `touched`, which comes back;
    /// `None` if it did something else than before.
    pub(super) fn stepped(&mut self, choice: Choice, state: &State, touched: Rc<[Touch]>) -> Option<Rc<[Touch]>> {
        let key = self.shadow.key(choice);
        let effect = Rc::new(Effect::of(state, &self.shadow, touched));
        let full = self.known.len() >= REMEMBERED;
        let effect = match self.known.entry(key) {
            Entry::Occupied(known) if **known.get() != *effect => return None,
            Entry::Occupied(known) => Rc::clone(known.get()),
            Entry::Vacant(_) if full => effect,
            Entry::Vacant(unknown) => Rc::clone(unknown.insert(effect)),
        };
        self.shadow.take(choice, &effect);
        Some(Rc::clone(&effect.touched))
    }

    /// What comes of `choice` in the last state of the path, where `sleep` sleep?
    pub(super) fn look(&mut self, choice: Choice, sleep: &[Sleeping]) -> Ahead {
        let depth = self.shadow.depth();
        let Some(effect) = self.effect(choice) else { return Ahead::Something(Vec::new()) };
        let first = Rc::clone(&effect.touched);
        let asleep = sleep_after(sleep, choice, &first);
        if asleep.is_empty() {
            return Ahead::Something(Vec::new());
        }
        self.shadow.take(choice, &effect);
        let mut way = vec![self.junction(asleep)];
        // Everything slept in the last state, not in a state after it.
        let mut comes_forward = true;
        while let Some(here) = way.last_mut() {
            let taken = here.next_choice();
            let goes_on = taken.filter(|choice| choice.variant != Variant::Stuck);
            let over = here.choices.is_empty() || taken.is_some() && goes_on.is_none();
            let effect = goes_on.and_then(|choice| self.effect(choice));
            match (goes_on, effect) {
                (Some(choice), Some(effect)) => {
                    here.taken = Some((choice, Rc::clone(&effect.touched)));
                    let asleep = sleep_after(&here.sleep, choice, &effect.touched);
                    if asleep.is_empty() {
                        self.goes_back(depth);
                        return Ahead::Something(guides(way, None));
                    }
                    self.shadow.take(choice, &effect);
                    let next = self.junction(asleep);
                    way.push(next);
                    comes_forward = true;
                }
                (None, _) if !over && self.dead_ends < self.limit => {
                    self.dead_ends += usize::from(std::mem::take(&mut comes_forward));
                    way.pop();
                    self.shadow.take_back();
                    if let Some(before) = way.last_mut() {
                        let dead = before.taken.take().expect("the way led on");
                        before.sleep.push(dead.clone());
                        before.dead.push(dead);
                    }
                }
                _ => {
                    self.goes_back(depth);
                    return Ahead::Something(guides(way, taken));
                }
            }
        }
        Ahead::Nothing(first)
    }

    fn effect(&self, choice: Choice) -> Option<Rc<Effect>> {
        self.known.get(&self.shadow.key(choice)).cloned()
    }

    fn junction(&self, sleep: Vec<Sleeping>) -> Junction {
        let choices = if self.shadow.is_over() { Vec::new() } else { self.shadow.choices() };
        Junction { choices, next: 0, sleep, dead: Vec::new(), taken: None }
    }
}

impl Junction {
    fn next_choice(&mut self) -> Option<Choice> {
        let left = &self.choices[self.next..];
        let skipped = left.iter().take_while(|choice| sleeps(&self.sleep, **choice)).count();
        self.next += skipped + 1;
        left.get(skipped).copied()
    }
}

/// How to go the same way; `last` is the choice in its last state, if there is one.
fn guides(way: Vec<Junction>, last: Option<Choice>) -> Vec<Guide> {
    let guide = |junction: Junction| {
        let choice = junction.taken.map(|(choice, _)| choice).or(last)?;
        Some(Guide { choice, dead: junction.dead })
    };
    way.into_iter().filter_map(guide).collect()
}
