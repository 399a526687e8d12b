//! Finds threads that only spin. If a thread has gone around a loop twice and found the same both times, and would do
//! so for ever if it ran alone, it is held back until something that it reads has changed. So a program with a spin
//! loop has finitely many executions.
//!
//! A loop that gives up after some rounds, or counts them, is not such a loop, although its rounds look alike. So the
//! thread is first run alone from there, in a separate execution that does not count: see [`super::run`].

use super::choice::{Choice, Variant};
use super::footprint::{Count, Target};
use super::graph::{EventId, Store};
use super::hash::mix;
use super::operation::Operation;
use super::state::State;
use crate::record::{Place, ThreadId};
use std::cell::RefCell;
use std::collections::HashMap;

/// Stands for a value that the thread left there itself.
const OWN: u64 = 0x00e5_e1f0;

/// How many steps a thread may take alone to leave its loop.
pub(super) const PATIENCE: usize = 1_000;
/// How often a round may pass the same step.
const LENGTHS: usize = 8;

/// What a thread has done, as far as it matters for loops.
#[derive(Default)]
pub(crate) struct Rounds {
    steps: Vec<Round>,
    /// What the current step has observed, and whether it changed anything.
    found: u64,
    changed: bool,
    /// The length of the loop that the thread has gone around twice.
    length: usize,
    held: bool,
}

/// One step of a thread.
#[derive(Clone, Copy)]
struct Round {
    /// The operation, and its line.
    operation: Operation,
    place: Option<Place>,
    found: u64,
    changed: bool,
    /// The state of its target afterwards, to check later whether it has changed.
    seen: u64,
    event: EventId,
}

impl Round {
    /// Did both do the same, observe the same, and change nothing that others can see?
    fn is_like(&self, other: &Round) -> bool {
        self.found == other.found && is_at(self.place, other.place) && self.operation == other.operation
    }
}

/// Are both the same line and column? Usually they are the same static, which needs no comparison.
fn is_at(one: Option<Place>, other: Option<Place>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => {
            std::ptr::eq(one, other)
                || ((one.line(), one.column()) == (other.line(), other.column()) && one.file() == other.file())
        }
        (one, other) => one.is_none() && other.is_none(),
    }
}

thread_local! {
    /// For each history at which a thread had gone around twice: does it spin? Only looked up.
    static JUDGED: RefCell<HashMap<u64, bool>> = RefCell::default();
}

/// A new exploration begins.
pub(crate) fn forget() {
    JUDGED.with_borrow_mut(HashMap::clear);
}

/// Whether a thread with this history spins, if known.
pub(super) fn judged(history: u64) -> Option<bool> {
    JUDGED.with_borrow(|judged| judged.get(&history).copied())
}

pub(super) fn judge(history: u64, spins: bool) {
    JUDGED.with_borrow_mut(|judged| judged.insert(history, spins));
}

impl Rounds {
    /// Resets this, but keeps its memory.
    pub(super) fn anew(mut self) -> Self {
        self.steps.clear();
        Rounds { steps: self.steps, ..Rounds::default() }
    }

    /// The current step observed `value`.
    pub(super) fn finds(&mut self, value: u64) {
        self.found = mix(self.found, value);
    }

    /// The current step observed what the thread itself had left there.
    pub(super) fn finds_its_own(&mut self) {
        self.finds(OWN);
    }

    /// The current step changed something.
    pub(super) fn changes(&mut self) {
        self.changed = true;
    }

    /// The thread has just done `done` and announces its next operation.
    fn goes_on(
        &mut self,
        done: (Operation, Option<Place>),
        (seen, event): (u64, EventId),
        next: (Operation, Place),
    ) {
        let found = std::mem::take(&mut self.found);
        let changed = std::mem::take(&mut self.changed);
        self.steps.push(Round { operation: done.0, place: done.1, found, changed, seen, event });
        let same = |step: &Round| is_at(step.place, Some(next.1)) && step.operation == next.0;
        // A round may pass the same line more than once.
        let lengths = (1..=self.steps.len() / 2).filter(|length| same(&self.steps[self.steps.len() - length]));
        self.length = lengths.take(LENGTHS).find(|length| self.twice(*length)).unwrap_or(0);
        self.held = false;
    }

    /// Are the last `2 * length` steps two rounds that observed the same?
    fn twice(&self, length: usize) -> bool {
        let Some(start) = self.steps.len().checked_sub(2 * length).filter(|_| length > 0) else { return false };
        let (one, other) = self.steps[start..].split_at(length);
        one.iter().zip(other).all(|(one, other)| one.is_like(other))
    }

    fn round(&self) -> &[Round] {
        &self.steps[self.steps.len() - self.length..]
    }

    /// Does each round change something that others may wait for?
    fn is_busy(&self) -> bool {
        self.round().iter().any(|step| step.changed)
    }

    /// Has the thread gone around twice and observed the same?
    pub(super) fn repeats(&self) -> bool {
        self.length > 0
    }

    /// The length of the shortest such round.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    /// Has the thread, which is about to take the step `next`, gone around twice in rounds of this length?
    pub(super) fn repeats_by(&self, length: usize, next: (Operation, Option<Place>)) -> bool {
        let before = self.steps.len().checked_sub(length).and_then(|at| self.steps.get(at));
        self.twice(length) && before.is_some_and(|step| is_at(step.place, next.1) && step.operation == next.0)
    }

    pub(crate) fn is_held(&self) -> bool {
        self.held
    }

    /// The event of the step one round ago.
    fn a_round_ago(&self) -> Option<EventId> {
        (self.length > 0).then(|| self.steps[self.steps.len() - self.length].event)
    }

    /// What the step one round ago observed.
    pub(super) fn found_a_round_ago(&self) -> Option<u64> {
        (self.length > 0).then(|| self.steps[self.steps.len() - self.length].found)
    }
}

impl State {
    /// The running thread has done its last operation and announces the next one.
    pub(super) fn goes_on(&mut self, operation: Operation, place: Place) {
        let current = self.current;
        let done = (self.threads[current].pending, self.threads[current].place);
        let (seen, event) = (self.seen(done.0, current), self.event);
        let thread = self.thread();
        (thread.pending, thread.place) = (operation, Some(place));
        thread.rounds.goes_on(done, (seen, event), (operation, place));
        if thread.rounds.repeats() && !self.settings.alone {
            match judged(self.life(current)) {
                Some(spins) => self.thread().rounds.held = spins,
                None => self.suspect = Some(current),
            }
        }
    }

    /// Stands for everything that `thread` has observed, and so for everything that it would do alone.
    pub(super) fn life(&self, thread: ThreadId) -> u64 {
        mix(self.threads[thread].key, self.threads[thread].history)
    }

    /// A value that differs once another thread has changed the target of `operation`.
    fn seen(&self, operation: Operation, thread: ThreadId) -> u64 {
        match (operation, operation.target(thread)) {
            (Operation::Try { object, shared }, _) => u64::from(self.lock_is_free(object, shared)),
            (_, Some(Target::Object(object))) => self.objects[object].changes_by_others(thread),
            (_, Some(target)) => self.gate(target)[Count::ONE] as u64,
            _ => 0,
        }
    }

    /// Would `thread` observe nothing new in another round after the events that stay?
    fn finds_nothing_new(&self, thread: ThreadId, stays: Option<&dyn Fn(EventId) -> bool>) -> bool {
        let round = self.threads[thread].rounds.round();
        round.iter().all(|step| match (step.operation, step.operation.target(thread)) {
            // It may have read an older store.
            (Operation::Atomic { object, access }, _) if access.reads() => {
                let mut order = self.graph.locations[self.location(object)].order.iter();
                let there = |event: EventId| stays.is_none_or(|stays| stays(event));
                let last = order.rfind(|store| store.event.is_none_or(there)).expect("the initial value");
                step.found == self.would_find(thread, last)
            }
            (operation, Some(target)) => match stays {
                None => self.seen(operation, thread) == step.seen,
                Some(stays) => !self.is_changed_since(step.event, thread, (operation, target), stays),
            },
            (_, None) => true,
        })
    }

    /// Did another thread change the target after `since`, among the events that stay?
    fn is_changed_since(
        &self,
        since: EventId,
        thread: ThreadId,
        (operation, target): (Operation, Target),
        stays: &dyn Fn(EventId) -> bool,
    ) -> bool {
        let by_others = |event: &EventId| self.graph.events[*event].thread != thread && stays(*event);
        let tries = matches!(operation, Operation::Try { .. });
        let changes = |event: EventId| {
            (tries || self.graph.events[event].changed)
                && self.graph.touches(event).iter().any(|touch| touch.target == target)
        };
        (since + 1..self.graph.events.len()).filter(by_others).any(changes)
    }

    /// The step with which `thread` can go around once more and observe the same.
    pub(super) fn once_more(&self, thread: ThreadId) -> Choice {
        let usual = Choice { thread, variant: Variant::Usual };
        let Operation::Atomic { object, access } = self.threads[thread].pending else { return usual };
        let Some(found) = self.threads[thread].rounds.found_a_round_ago().filter(|_| access.reads()) else {
            return usual;
        };
        let location = self.location(object);
        let order = &self.graph.locations[location].order;
        let same = |place: &usize| found == self.would_find(thread, &order[*place]);
        // Exactly the store that it read one round ago: a different one with the same value may show it that others
        // are old.
        let source = self.threads[thread].rounds.a_round_ago().and_then(|event| self.graph.events[event].access);
        let again =
            |place: &usize| source.is_some_and(|access| access.source == order[*place].event) && same(place);
        let places = || self.places(thread, location, access).rev();
        match places().find(again).or_else(|| places().find(same)) {
            Some(place) if place + 1 < order.len() => {
                Choice { thread, variant: Variant::From(self.name(order[place].event)) }
            }
            _ => usual,
        }
    }

    /// Is `thread` held back because it only spins?
    pub(crate) fn spins(&self, thread: ThreadId) -> bool {
        self.threads[thread].rounds.held && !self.settings.alone && self.finds_nothing_new(thread, None)
    }

    /// Would it only spin after the events that stay?
    pub(crate) fn would_spin(&self, thread: ThreadId, stays: &dyn Fn(EventId) -> bool) -> bool {
        let spins =
            self.threads[thread].rounds.held && !self.settings.alone && self.finds_nothing_new(thread, Some(stays));
        self.held_back.set(self.held_back.get() || spins);
        spins
    }

    /// Is it held back although each round changes something? Others may wait for that change if no other thread can
    /// run.
    pub(crate) fn spins_busily(&self, thread: ThreadId) -> bool {
        self.threads[thread].rounds.is_busy()
    }

    /// Would it keep spinning if it read this store?
    pub(crate) fn spins_with(&self, thread: ThreadId, store: &Store) -> bool {
        let rounds = &self.threads[thread].rounds;
        let spins = rounds.held
            && !self.settings.alone
            && rounds.found_a_round_ago() == Some(self.would_find(thread, store));
        self.held_back.set(self.held_back.get() || spins);
        spins
    }

    /// What `thread` observes if it reads `store`.
    fn would_find(&self, thread: ThreadId, store: &Store) -> u64 {
        mix(0, if self.left_by(store) == Some(thread) { OWN } else { store.value })
    }

    /// The thread that made the store, if the store changed anything: one that swaps `true` for `true` changes
    /// nothing.
    pub(crate) fn left_by(&self, store: &Store) -> Option<ThreadId> {
        let event = store.event.map(|event| &self.graph.events[event]);
        event.filter(|event| event.changed).map(|event| event.thread)
    }
}
