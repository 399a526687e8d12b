//! What steps do: learned when one is taken for the first time, and the same whenever its thread knows the same and
//! finds the same.

use super::REMEMBERED;
use super::effect::{Actor, Change, thing};
use super::shadow::{Shadow, Spot};
use crate::execution::{KeyHasher, State, Target, stable};
use crate::search::sleep::Touch;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;
use std::time::Duration;

/// The effects that are remembered. Lists of all are one behind the other: most have one entry, or none.
#[derive(Default)]
pub(super) struct Effects {
    known: HashMap<u64, EffectId, BuildHasherDefault<KeyHasher>>, // only asked by key: its order is never seen
    all: Vec<Effect>,
    touched: Vec<Touch>,
    changes: Vec<(Spot, Change)>,
    spawned: Vec<Actor>,
}

pub(super) type EffectId = u32;

/// Everything that a step changes.
struct Effect {
    touched: Range<u32>,
    changes: Range<u32>,
    /// What its thread is then.
    after: Actor,
    spawned: Range<u32>,
    /// How many objects it created.
    created: u32,
}

impl Effects {
    /// How many there is room for.
    pub(super) fn room(&self) -> usize {
        self.all.capacity()
    }

    pub(super) fn clear(&mut self) {
        self.known.clear();
        self.all.clear();
        self.touched.clear();
        self.changes.clear();
        self.spawned.clear();
    }

    /// The effect that is remembered as `key`.
    pub(super) fn of(&self, key: u64) -> Option<EffectId> {
        self.known.get(&key).copied()
    }

    pub(super) fn touched(&self, effect: EffectId) -> &[Touch] {
        let Range { start, end } = self.all[effect as usize].touched;
        &self.touched[start as usize..end as usize]
    }

    pub(super) fn changes(&self, effect: EffectId) -> &[(Spot, Change)] {
        let Range { start, end } = self.all[effect as usize].changes;
        &self.changes[start as usize..end as usize]
    }

    pub(super) fn spawned(&self, effect: EffectId) -> &[Actor] {
        let Range { start, end } = self.all[effect as usize].spawned;
        &self.spawned[start as usize..end as usize]
    }

    /// What the thread is afterwards that took the step, and how many objects it created.
    pub(super) fn after(&self, effect: EffectId) -> (Actor, u32) {
        let Effect { after, created, .. } = self.all[effect as usize];
        (after, created)
    }

    /// What the step did that has led from `before` to `state` and touched `touched`, to be remembered as `key`; if there
    /// is no room, only until the next one. `None` if another effect is remembered.
    pub(super) fn learn(
        &mut self,
        key: u64,
        state: &State,
        before: &mut Shadow,
        touched: &[Touch],
    ) -> Option<EffectId> {
        if self.all.len() > self.known.len() {
            self.forget_the_last();
        }
        let ends = |all: &Self| (all.touched.len() as u32, all.changes.len() as u32, all.spawned.len() as u32);
        let from = ends(self);
        self.touched.extend(touched);
        self.note_changes(state, before);
        for thread in before.threads.len()..state.threads.len() {
            self.spawned.push(Actor::of(thread, state, before));
        }
        let to = ends(self);
        let effect = self.all.len() as EffectId;
        self.all.push(Effect {
            touched: from.0..to.0,
            changes: from.1..to.1,
            after: Actor::of(state.current, state, before),
            spawned: from.2..to.2,
            created: (state.objects.len() - before.objects) as u32,
        });
        if let Some(known) = self.of(key) {
            let same = self.are_equal(known, effect);
            self.forget_the_last();
            return same.then_some(known);
        }
        if self.known.len() < REMEMBERED {
            self.known.insert(key, effect);
        }
        Some(effect)
    }

    fn note_changes(&mut self, state: &State, before: &mut Shadow) {
        let known = before.objects;
        let old = |target: &Target| !matches!(*target, Target::Object(object) if object >= known);
        let clock = state.threads[state.current].clock;
        for access in state.footprint.accesses().iter().filter(|access| old(&access.target)) {
            let spot = before.spot(stable(access.target, state));
            let change = Change::of(before.at(spot), thing(access.target, state), access.mode, clock);
            self.changes.extend(change.map(|change| (spot, change)));
        }
        // A clone of a sender orders nothing: nobody can see it before all are dropped.
        for channel in state.footprint.cloned().iter().filter(|object| **object < known) {
            let change = Change::Channel { set: None, senders: 1, clock: Duration::ZERO };
            self.changes.push((before.spot(state.objects[*channel].key), change));
        }
        for new in known..state.objects.len() {
            let spot = before.spot(state.objects[new].key);
            self.changes.push((spot, Change::Set(thing(Target::Object(new), state))));
        }
    }

    /// Do the two do the same?
    fn are_equal(&self, one: EffectId, other: EffectId) -> bool {
        self.after(one) == self.after(other)
            && self.touched(one) == self.touched(other)
            && self.changes(one) == self.changes(other)
            && self.spawned(one) == self.spawned(other)
    }

    fn forget_the_last(&mut self) {
        let Some(last) = self.all.pop() else { return };
        self.touched.truncate(last.touched.start as usize);
        self.changes.truncate(last.changes.start as usize);
        self.spawned.truncate(last.spawned.start as usize);
    }
}
