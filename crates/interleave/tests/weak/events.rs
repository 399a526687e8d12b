//! The events of a candidate execution, numbered as in the axioms: first the initial values, in the order of the
//! locations, then the operations, thread by thread.

use super::axioms::{Broken, Effect, Events, Rules};
use super::program::Op;
use super::relation::EVENTS;
use std::sync::atomic::Ordering;

/// One operation of one thread, with what the candidate assumes about it.
#[derive(Clone, Copy)]
pub struct Event {
    pub thread: usize,
    pub op: Op,
    pub effect: Effect,
}

/// All of them.
pub struct List {
    pub locations: usize,
    pub events: Vec<Event>,
}

impl Event {
    pub fn writes(&self) -> bool {
        matches!(self.effect, Effect::Write | Effect::Update)
    }

    pub fn reads(&self) -> bool {
        matches!(self.effect, Effect::Read | Effect::Update)
    }

    fn order(&self, rules: Rules) -> Option<Ordering> {
        match self.op {
            Op::Load { order, .. }
            | Op::Store { order, .. }
            | Op::Add { order, .. }
            | Op::Swap { order, .. }
            | Op::Fence { order } => Some(order),
            Op::CompareExchange { success, failure, .. } => {
                let failed = self.effect == Effect::Read && !rules.lacks(Broken::FailureOrdering);
                Some(if failed { failure } else { success })
            }
            Op::Lock { .. } | Op::Unlock { .. } | Op::Data { .. } => None,
        }
    }
}

impl List {
    /// The facts about the events that the axioms need.
    pub fn facts(&self, rules: Rules) -> Events {
        let mut facts = Events::default();
        let initial = (0..self.locations).map(|at| (at, Effect::Initial, Some(at), None, None));
        let others = self.events.iter().enumerate().map(|(i, event)| {
            let number = self.locations + i;
            (number, event.effect, event.op.location(), Some(event.thread), event.order(rules))
        });
        let all: Vec<_> = initial.chain(others).collect();
        assert!(all.len() <= EVENTS, "{} events are too many", all.len());
        for &(one, effect, at, thread, order) in &all {
            facts.add(one, effect, order);
            for &(other, _, other_at, other_thread, _) in &all {
                let first = thread.is_none() && other_thread.is_some();
                if first || thread.is_some() && thread == other_thread && one < other {
                    facts.po.add(one, other);
                }
                if at.is_some() && at == other_at {
                    facts.same_location.add(one, other);
                }
            }
        }
        facts
    }

    /// The events for which `are` returns true.
    pub fn numbers(&self, are: impl Fn(&Event) -> bool) -> Vec<usize> {
        (0..self.events.len()).filter(|&i| are(&self.events[i])).map(|i| self.locations + i).collect()
    }

    /// `None` for an initial value.
    pub fn event(&self, number: usize) -> Option<&Event> {
        self.events.get(number.checked_sub(self.locations)?)
    }

    /// The unlock that belongs to `lock`; `None` if the thread got stuck before it.
    pub fn unlock(&self, lock: usize) -> Option<usize> {
        let Event { thread, op, .. } = *self.event(lock)?;
        let mutex = op.mutex()?;
        self.numbers(|e| e.thread == thread && e.op == Op::Unlock { mutex })
            .into_iter()
            .find(|&unlock| unlock > lock)
    }

    /// The value of each read, if the compare-exchanges then end as the candidate assumes, and no value comes out of
    /// thin air. `sources` and the result are pairs that begin with the read.
    pub fn values(&self, sources: &[(usize, usize)]) -> Option<Vec<(usize, usize)>> {
        let mut values: Vec<(usize, usize)> = Vec::with_capacity(sources.len());
        while values.len() < sources.len() {
            let known = values.len();
            for &(read, source) in sources {
                if values.iter().all(|&(other, _)| other != read) {
                    values.extend(self.written(source, &values).map(|value| (read, value)));
                }
            }
            if values.len() == known {
                return None;
            }
        }
        let as_guessed = values.iter().all(|&(read, value)| match self.event(read) {
            Some(Event { op: Op::CompareExchange { expected, .. }, effect, .. }) => {
                (value == *expected) == (*effect == Effect::Update)
            }
            _ => true,
        });
        as_guessed.then_some(values)
    }

    /// The value that a store writes, given the values read; `None` if it is not known yet.
    pub fn written(&self, store: usize, read: &[(usize, usize)]) -> Option<usize> {
        let Some(event) = self.event(store) else { return Some(0) };
        match event.op {
            Op::Store { value, .. } | Op::Swap { value, .. } | Op::CompareExchange { new: value, .. } => {
                Some(value)
            }
            Op::Add { by, .. } => read.iter().find(|(event, _)| *event == store).map(|&(_, value)| value + by),
            _ => unreachable!("{} stores nothing", event.op),
        }
    }
}
