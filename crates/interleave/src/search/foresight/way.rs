//! The shadow's way ahead, state by state. Its lists are stacks, kept from one way to the next: most ways end after a
//! step or two, and lists of their own would cost more than going there.

use super::Guide;
use super::effects::{EffectId, Effects};
use super::shadow::Shadow;
use crate::execution::Choice;
use crate::search::sleep::{Sleeping, Touch, sleeps, sleeps_on};
use std::rc::Rc;

#[derive(Default)]
pub(super) struct Way {
    junctions: Vec<Junction>,
    /// Of all junctions, one after the other: what can be chosen there, and what sleeps.
    choices: Vec<Choice>,
    sleep: Vec<Sleeping>,
    /// Where those begin that sleep in the next state.
    asleep: usize,
}

/// A state on the way.
struct Junction {
    /// Where its choices begin, and which one is next.
    choices: usize,
    next: usize,
    /// Where those begin that sleep, and of these those that sleep because they lead nowhere.
    sleep: usize,
    dead: usize,
    /// How the way goes on, and what that does.
    taken: Option<(Choice, EffectId)>,
}

impl Way {
    /// The way begins with `taken`, in a state where `sleep` sleep; does anything sleep after that?
    pub(super) fn begins(&mut self, sleep: &[Sleeping], taken: Choice, touched: &[Touch]) -> bool {
        self.junctions.clear();
        self.choices.clear();
        self.sleep.clear();
        self.asleep = 0;
        self.sleep.extend(sleep.iter().filter(|sleeping| sleeps_on(sleeping, taken, touched)).cloned());
        !self.sleep.is_empty()
    }

    /// The way goes on with `taken`; does anything sleep after that?
    pub(super) fn goes_on(&mut self, taken: Choice, effect: EffectId, touched: &[Touch]) -> bool {
        let here = self.junctions.last_mut().expect("it has come to a state");
        here.taken = Some((taken, effect));
        self.asleep = self.sleep.len();
        for sleeper in here.sleep..self.asleep {
            if sleeps_on(&self.sleep[sleeper], taken, touched) {
                self.sleep.push(self.sleep[sleeper].clone());
            }
        }
        self.sleep.len() > self.asleep
    }

    /// The way has come to where `shadow` is.
    pub(super) fn comes_to(&mut self, shadow: &Shadow) {
        let (choices, sleep, dead) = (self.choices.len(), self.asleep, self.sleep.len());
        if !shadow.is_over() {
            shadow.choices(&mut self.choices);
        }
        self.junctions.push(Junction { choices, next: choices, sleep, dead, taken: None });
    }

    /// Is nothing left to choose from in its last state, not even what sleeps?
    pub(super) fn is_over(&self) -> bool {
        self.junctions.last().is_some_and(|here| here.choices == self.choices.len())
    }

    /// The next choice in its last state that does not sleep.
    pub(super) fn next_choice(&mut self) -> Option<Choice> {
        let here = self.junctions.last_mut()?;
        let left = &self.choices[here.next..];
        let skipped = left.iter().take_while(|choice| sleeps(&self.sleep[here.sleep..], **choice)).count();
        here.next += skipped + 1;
        left.get(skipped).copied()
    }

    /// Its last state leads nowhere, so the choice that led there goes to sleep; false if that was the first one.
    pub(super) fn goes_back(&mut self, effects: &Effects) -> bool {
        let last = self.junctions.pop().expect("it has come to a state");
        self.choices.truncate(last.choices);
        self.sleep.truncate(last.sleep);
        let Some(before) = self.junctions.last_mut() else { return false };
        let (dead, effect) = before.taken.take().expect("the way led on");
        // With no choice left, nobody would ask.
        if before.next < self.choices.len() {
            self.sleep.push((dead, Rc::from(effects.touched(effect))));
        }
        true
    }

    /// How to go the same way; `last` is the choice in its last state, if it did not go on from there.
    pub(super) fn guides(&self, last: Option<Choice>) -> Vec<Guide> {
        let ends = self.junctions[1..].iter().map(|next| next.sleep).chain([self.sleep.len()]);
        let guide = |(junction, end): (&Junction, usize)| {
            let choice = junction.taken.map(|(choice, _)| choice).or(last)?;
            Some(Guide { choice, dead: self.sleep[junction.dead..end].to_vec() })
        };
        self.junctions.iter().zip(ends).filter_map(guide).collect()
    }
}
