//! Reuses the lists of the last execution for the next one.

use super::Newborn;
use super::choice::{Choice, Mark};
use super::coroutine::Coroutine;
use super::footprint::Footprint;
use super::graph::Graph;
use super::object::Object;
use super::spin::Rounds;
use super::state::State;
use super::thread::Thread;
use crate::record::Place;
use std::cell::RefCell;

thread_local! {
    static SPARE: RefCell<Lists> = RefCell::default();
}

/// The lists of an execution, empty but with capacity.
#[derive(Default)]
pub(super) struct Lists {
    pub(super) threads: Vec<Thread>,
    pub(super) objects: Vec<Object>,
    pub(super) newborn: Vec<Newborn>,
    pub(super) footprint: Footprint,
    pub(super) graph: Graph,
    pub(super) coroutines: Vec<Coroutine>,
    pub(super) possible: Vec<Choice>,
    pub(super) rounds: Vec<Rounds>,
    pub(super) choices: Vec<Choice>,
    pub(super) marks: Vec<Mark>,
    pub(super) places: Vec<Option<Place>>,
}

impl Lists {
    pub(super) fn spare() -> Self {
        SPARE.take()
    }

    /// Takes back lists that are no longer needed.
    pub(super) fn give_back(mut coroutines: Vec<Coroutine>, mut possible: Vec<Choice>) {
        coroutines.clear();
        possible.clear();
        SPARE.with_borrow_mut(|spare| (spare.coroutines, spare.possible) = (coroutines, possible));
    }
}

impl Drop for State {
    fn drop(&mut self) {
        let done = self.threads.drain(..).map(|thread| thread.rounds.anew());
        self.rounds.extend(done);
        self.choices.clear();
        self.marks.clear();
        self.places.clear();
        self.objects.clear();
        self.newborn.clear();
        self.footprint.clear();
        self.graph.clear();
        // The OS thread may be ending.
        let _ = SPARE.try_with(|spare| {
            let mut spare = spare.borrow_mut();
            spare.threads = std::mem::take(&mut self.threads);
            spare.objects = std::mem::take(&mut self.objects);
            spare.newborn = std::mem::take(&mut self.newborn);
            spare.footprint = std::mem::take(&mut self.footprint);
            spare.rounds = std::mem::take(&mut self.rounds);
            spare.choices = std::mem::take(&mut self.choices);
            spare.marks = std::mem::take(&mut self.marks);
            spare.places = std::mem::take(&mut self.places);
            spare.graph = std::mem::take(&mut self.graph);
        });
    }
}
