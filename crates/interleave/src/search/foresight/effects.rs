//! What steps do: learned when one is taken for the first time, and the same whenever its thread knows the same and
//! finds the same.

use super::REMEMBERED;
use super::effect::{Actor, Change, thing};
use super::shadow::{Shadow, Spot};
use crate::execution::{KeyHasher, State, Target, stable};
use crate::search::sleep::Touch;
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;
use std::rc::Rc;
use std::time::Duration;

/// The effects that are remembered. Lists of all are one behind the other: most have one entry, or none.
#[derive(Default)]
pub(super) struct Effects {
    known: HashMap<u64, EffectId, BuildHasherDefault<KeyHasher>>, // only asked by key: its order is never seen
    all: Vec<Effect>,
    changes: Vec<(Spot, Change)>,
    spawned: Vec<Actor>,
}

pub(super) type EffectId = u32;

/// Everything that a step changes.
struct Effect {
    touched: Rc<[Touch]>,
    changes: Range<u32>,
    /// What its thread is then.
    after: Actor,
    spawned: Range<u32>,
    /// How many objects it created.
    created: u32,
}

/// The memory of so many effects, some 5 MB, is kept for the next exploration: a system that must find new memory for
/// each one takes a fifth of the time that an exploration of a thousand steps takes.
const KEPT: usize = 16_384;

thread_local! {
    static SPARE: RefCell<Effects> = RefCell::default();
}

impl Effects {
    /// None yet.
    pub(super) fn spare() -> Self {
        SPARE.take()
    }

    /// They are not needed any more.
    pub(super) fn give_back(&mut self) {
        let Effects { mut known, mut all, mut changes, mut spawned } = std::mem::take(self);
        if all.capacity() <= KEPT {
            known.clear();
            all.clear();
            changes.clear();
            spawned.clear();
            SPARE.set(Effects { known, all, changes, spawned });
        }
    }

    /// The effect that is remembered as `key`.
    pub(super) fn of(&self, key: u64) -> Option<EffectId> {
        self.known.get(&key).copied()
    }

    pub(super) fn touched(&self, effect: EffectId) -> &Rc<[Touch]> {
        &self.all[effect as usize].touched
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
        let (changes, spawned) = (self.changes.len() as u32, self.spawned.len() as u32);
        self.note_changes(state, before);
        for thread in before.threads.len()..state.threads.len() {
            self.spawned.push(Actor::of(thread, state, before));
        }
        let effect = self.all.len() as EffectId;
        let known = self.of(key);
        let same = known.filter(|known| *touched == **self.touched(*known));
        let new = Effect {
            touched: same.map_or_else(|| Rc::from(touched), |known| Rc::clone(self.touched(known))),
            changes: changes..self.changes.len() as u32,
            after: Actor::of(state.current, state, before),
            spawned: spawned..self.spawned.len() as u32,
            created: (state.objects.len() - before.objects) as u32,
        };
        self.all.push(new);
        if known.is_some() {
            let same = same.filter(|known| self.are_equal(*known, effect));
            self.forget_the_last();
            return same;
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

    /// Do two that touch the same do the same?
    fn are_equal(&self, one: EffectId, other: EffectId) -> bool {
        self.after(one) == self.after(other)
            && self.changes(one) == self.changes(other)
            && self.spawned(one) == self.spawned(other)
    }

    fn forget_the_last(&mut self) {
        let Some(last) = self.all.pop() else { return };
        self.changes.truncate(last.changes.start as usize);
        self.spawned.truncate(last.spawned.start as usize);
    }
}
