//! Looks ahead, so that no execution is begun for nothing.
//!
//! With sleep sets alone, an execution is begun wherever a choice does not sleep, and now and then all choices sleep
//! further on: it is the same as earlier ones, and was begun for nothing. Optimal dynamic partial-order reduction
//! (Abdulla, Aronis, Jonsson & Sagonas 2014; 2017) avoids that by keeping the sequences that races ask for. Here it is
//! avoided another way. A thread is a function of what it has found out, so a step does the same whenever its thread
//! knows the same and finds the same. The search therefore remembers what each step did ([`effects`]). Before it begins an
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
mod effects;
mod shadow;
mod want;
mod way;

use super::sleep::{Sleeping, Touch};
use crate::execution::{Choice, State, Variant};
use effects::{EffectId, Effects};
use shadow::Shadow;
use std::cell::Cell;
use way::Way;

/// The most effects that are remembered: some 260 MB.
const REMEMBERED: usize = 1_000_000;

/// What so many effects need, some 5 MB, is kept for the next search. If the system had to find new memory for each, that
/// would be a fifth of the time that a search of a thousand steps takes.
const KEPT: usize = 16_384;

thread_local! {
    static SPARE: Cell<Option<Box<Foresight>>> = const { Cell::new(None) };
}

/// What the search remembers, and its shadow in the last state of the path.
#[derive(Default)]
pub(super) struct Foresight {
    shadow: Shadow,
    effects: Effects,
    way: Way,
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
    /// Nothing that has not been seen; this is what its step does.
    Nothing(EffectId),
    /// An execution that has not been seen goes on so.
    Something(Vec<Guide>),
}

impl Foresight {
    /// Remembers nothing yet; looks ahead until it has come to `limit` dead ends.
    pub(super) fn new(limit: usize) -> Box<Self> {
        let mut foresight = SPARE.take().unwrap_or_default();
        foresight.effects.clear();
        (foresight.dead_ends, foresight.limit) = (0, limit);
        foresight
    }

    /// The search is over.
    pub(super) fn give_back(self: Box<Self>) {
        if self.effects.room() <= KEPT {
            SPARE.set(Some(self));
        }
    }

    /// How many executions it has spared.
    pub(super) fn dead_ends(&self) -> usize {
        self.dead_ends
    }

    /// No step has been taken yet.
    pub(super) fn begins(&mut self, state: &State) {
        self.shadow.begins(state);
    }

    /// The path has `length` steps again.
    pub(super) fn goes_back(&mut self, length: usize) {
        while self.shadow.depth() > length {
            self.shadow.take_back();
        }
    }

    /// A step was taken for the first time in its place, led to `state` and touched `touched`; false if it did something
    /// else than before.
    pub(super) fn stepped(&mut self, choice: Choice, state: &State, touched: &[Touch]) -> bool {
        let key = self.shadow.key(choice);
        let Some(effect) = self.effects.learn(key, state, &mut self.shadow, touched) else { return false };
        self.shadow.take(choice, &self.effects, effect);
        true
    }

    /// What a step with this effect touches.
    pub(super) fn touched(&self, effect: EffectId) -> &[Touch] {
        self.effects.touched(effect)
    }

    /// What comes of `choice` in the last state of the path, where `sleep` sleep?
    pub(super) fn look(&mut self, choice: Choice, sleep: &[Sleeping]) -> Ahead {
        let depth = self.shadow.depth();
        let Some(first) = self.effect(choice) else { return Ahead::Something(Vec::new()) };
        if !self.way.begins(sleep, choice, self.effects.touched(first)) {
            return Ahead::Something(Vec::new());
        }
        self.shadow.take(choice, &self.effects, first);
        self.way.comes_to(&self.shadow);
        // Everything slept in the last state, not in a state after it.
        let mut comes_forward = true;
        loop {
            let taken = self.way.next_choice();
            let goes_on = taken.filter(|choice| choice.variant != Variant::Stuck);
            let over = self.way.is_over() || taken.is_some() && goes_on.is_none();
            if let Some((choice, effect)) = goes_on.and_then(|choice| Some((choice, self.effect(choice)?))) {
                if !self.way.goes_on(choice, effect, self.effects.touched(effect)) {
                    self.goes_back(depth);
                    return Ahead::Something(self.way.guides(None));
                }
                self.shadow.take(choice, &self.effects, effect);
                self.way.comes_to(&self.shadow);
                comes_forward = true;
            } else if goes_on.is_none() && !over && self.dead_ends < self.limit {
                self.dead_ends += usize::from(std::mem::take(&mut comes_forward));
                self.shadow.take_back();
                if !self.way.goes_back(&self.effects) {
                    return Ahead::Nothing(first);
                }
            } else {
                self.goes_back(depth);
                return Ahead::Something(self.way.guides(taken));
            }
        }
    }

    fn effect(&self, choice: Choice) -> Option<EffectId> {
        self.effects.of(self.shadow.key(choice))
    }
}
