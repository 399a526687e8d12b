//! Which executions are the same but for the order of independent steps (Mazurkiewicz 1987): each event's hash is made
//! of its thread's event before it and of the events that it depends on, so equal sums mean equal partial orders.

use super::Variant;
use super::footprint::{Mode, Target};
use super::hash::mix;
use super::state::State;
use std::collections::BTreeMap;

/// For each target, the events that its next one may depend on.
#[derive(Default)]
pub(crate) struct Classes(BTreeMap<Target, Past>);

/// Harmless events of one mode, which are in no order, and all before them.
#[derive(Clone, Copy)]
struct Past {
    before: u64,
    mode: Mode,
    group: u64,
}

impl Past {
    /// What an event of `mode` comes after.
    fn seen_by(self, mode: Mode) -> u64 {
        match mode == self.mode && mode != Mode::Write {
            true => self.before,
            false => mix(self.before, self.group),
        }
    }
}

impl Classes {
    /// The transition that `state` has just made.
    pub(crate) fn stepped(&mut self, state: &mut State) {
        let variant = match state.variant {
            Variant::Waiter(n) => 8 + u64::from(n),
            Variant::Usual => 1,
            Variant::Spurious => 2,
            Variant::Early => 3,
            Variant::LastResort => 4,
            Variant::Stuck => 5,
        };
        let mut event = mix(state.thread().class, variant);
        let none = Past { before: 0, mode: Mode::Read, group: 0 };
        for access in state.footprint.accesses() {
            let past = self.0.get(&access.target).copied().unwrap_or(none);
            event = event.wrapping_add(mix(past.seen_by(access.mode), stable(access.target, state)));
        }
        event = mix(event, state.thread().key);
        for access in state.footprint.accesses() {
            let past = self.0.entry(access.target).or_insert(none);
            let before = past.seen_by(access.mode);
            let group = if before == past.before { past.group } else { 0 };
            *past = Past { before, mode: access.mode, group: group.wrapping_add(event) };
        }
        state.thread().class = event;
    }

    pub(crate) fn class(state: &State) -> u64 {
        state.threads.iter().fold(0, |sum: u64, t| sum.wrapping_add(mix(t.key, t.class)))
    }
}

/// The same number for the same target in every interleaving.
pub(crate) fn stable(target: Target, state: &State) -> u64 {
    match target {
        Target::Object(object) => state.objects[object].key,
        // Numbers that no thread's or object's key is made with.
        Target::Token(thread) => mix(state.threads[thread].key, u64::MAX),
        Target::Notified(thread) => mix(state.threads[thread].key, u64::MAX - 1),
        Target::Finished(thread) => mix(state.threads[thread].key, u64::MAX - 2),
        Target::Round(barrier, round) => mix(state.objects[barrier].key, round as u64),
        Target::Spurious => 1,
        Target::Early => 2,
        Target::LastResort => 3,
    }
}
