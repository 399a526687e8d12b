//! Which executions are the same but for the order of independent steps (Mazurkiewicz 1987): each event's hash is made
//! of its thread's event before it and of the events that it depends on, so equal sums mean equal partial orders.

use super::Variant;
use super::footprint::Target;
use super::hash::mix;
use super::state::State;
use std::collections::BTreeMap;

/// The last write of each target, and the reads since.
#[derive(Default)]
pub(crate) struct Classes(BTreeMap<Target, (u64, u64)>);

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
        if state.variant == Variant::LastResort {
            // It happened because nobody else could go on, so it comes after all that happened.
            let all = state.threads.iter().fold(0, |sum: u64, t| sum.wrapping_add(mix(t.key, t.class)));
            event = mix(event, all);
        }
        let mut before = 0u64;
        for access in state.footprint.accesses() {
            let (write, reads) = self.0.get(&access.target).copied().unwrap_or_default();
            before = before.wrapping_add(if access.write { mix(write, reads) } else { mix(write, 0) });
        }
        event = mix(mix(event, before), state.thread().key);
        for access in state.footprint.accesses() {
            let entry = self.0.entry(access.target).or_default();
            match access.write {
                true => *entry = (event, 0),
                false => entry.1 = entry.1.wrapping_add(event),
            }
        }
        state.thread().class = event;
    }

    pub(crate) fn class(state: &State) -> u64 {
        state.threads.iter().fold(0, |sum: u64, t| sum.wrapping_add(mix(t.key, t.class)))
    }
}
