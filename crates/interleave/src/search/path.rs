//! The states on the path of the current execution, each with its choices and with those that sleep there. All lists are
//! one behind the other on two stacks, for a path gains and loses states all the time.

use super::sleep::{Sleeping, Touch, sleeps, sleeps_on};
use crate::execution::{Choice, Operation};
use crate::record::Place;
use std::rc::Rc;

#[derive(Default)]
pub(super) struct Path {
    nodes: Vec<Node>,
    choices: Vec<Possible>,
    sleep: Vec<Sleeping>,
    touched: Vec<Touch>,
}

/// A state on the path.
struct Node {
    /// Where its choices begin, and which one is taken.
    choices: usize,
    taken: usize,
    /// Where those begin that sleep.
    sleep: usize,
    /// Where that begins which the choice touched that is taken, if that is known.
    touched: usize,
    known: bool,
    /// Only spinning threads are left.
    idle: bool,
}

/// A choice in a state, and what its thread had announced: the same again, if the program is deterministic.
#[derive(Clone, Copy)]
pub(super) struct Possible {
    pub(super) choice: Choice,
    pub(super) announced: (Operation, Option<Place>),
}

impl Path {
    /// How many states are on it.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// One more state. Who slept before the last step and still does sleeps there, and so do `dead`.
    pub(super) fn push(&mut self, choices: impl Iterator<Item = Possible>, dead: Vec<Sleeping>, idle: bool) {
        let (first, asleep) = (self.choices.len(), self.sleep.len());
        if let Some(Node { sleep, taken, touched, known: true, .. }) = self.nodes.last() {
            for sleeper in *sleep..asleep {
                if sleeps_on(&self.sleep[sleeper], self.choices[*taken].choice, &self.touched[*touched..]) {
                    self.sleep.push(self.sleep[sleeper].clone());
                }
            }
        }
        self.sleep.extend(dead);
        self.choices.extend(choices);
        let touched = self.touched.len();
        self.nodes.push(Node { choices: first, taken: first, sleep: asleep, touched, known: false, idle });
        self.skip_sleeping();
    }

    /// Only the first `length` states are left.
    pub(super) fn shorten(&mut self, length: usize) {
        if let Some(node) = self.nodes.get(length) {
            self.choices.truncate(node.choices);
            self.sleep.truncate(node.sleep);
            self.touched.truncate(node.touched);
            self.nodes.truncate(length);
        }
    }

    /// The choices in a state.
    pub(super) fn choices(&self, state: usize) -> &[Possible] {
        let end = self.nodes.get(state + 1).map_or(self.choices.len(), |next| next.choices);
        &self.choices[self.nodes[state].choices..end]
    }

    /// The choice that is taken in a state, if it is on the path; and are only spinning threads left there?
    pub(super) fn taken(&self, state: usize) -> Option<(&Possible, bool)> {
        self.nodes.get(state).map(|node| (&self.choices[node.taken], node.idle))
    }

    /// The choice that is taken in the last state; `None` if it has no more.
    pub(super) fn last(&self) -> Option<Choice> {
        self.choices.get(self.nodes.last()?.taken).map(|possible| possible.choice)
    }

    /// Who sleeps in the last state.
    pub(super) fn asleep(&self) -> &[Sleeping] {
        self.nodes.last().map_or(&[], |node| &self.sleep[node.sleep..])
    }

    /// The choice in the last state touched `touched`.
    pub(super) fn touches(&mut self, touched: &[Touch]) {
        self.nodes.last_mut().expect("a step was chosen").known = true;
        self.touched.extend(touched);
    }

    /// In the last state, the choice that is taken has been explored: it sleeps if it is known what it touched, and the
    /// next one is taken that does not sleep.
    pub(super) fn explored(&mut self) {
        let node = self.nodes.last_mut().expect("there is one");
        let explored = self.choices[node.taken].choice;
        node.taken += 1;
        // With no choice left, nobody would ask.
        if std::mem::take(&mut node.known) && node.taken < self.choices.len() {
            self.sleep.push((explored, Rc::from(&self.touched[node.touched..])));
        }
        self.touched.truncate(node.touched);
        self.skip_sleeping();
    }

    fn skip_sleeping(&mut self) {
        let Some(node) = self.nodes.last_mut() else { return };
        let (left, asleep) = (&self.choices[node.taken..], &self.sleep[node.sleep..]);
        node.taken += left.iter().take_while(|possible| sleeps(asleep, possible.choice)).count();
    }
}
