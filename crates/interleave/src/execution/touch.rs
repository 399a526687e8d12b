//! What the running thread touches: the order of its step relative to those of others, and its virtual time.

use super::footprint::{Count, Gate, Target, Visit};
use super::graph::{EventId, Touch};
use super::hash::mix;
use super::state::State;
use crate::record::ObjectId;

impl State {
    /// The counts of `target` that decide which threads can run.
    pub(crate) fn gate(&self, target: Target) -> Gate {
        let mut gate = Gate::default();
        match target {
            Target::Object(object) => return self.objects[object].gate(),
            Target::Token(thread) => gate[Count::ONE] = i32::from(self.threads[thread].token),
            Target::Finished(thread) => gate[Count::ONE] = i32::from(self.threads[thread].finished),
            Target::Spawns => {}
        }
        gate
    }

    /// The last event that touched `target`.
    pub(crate) fn touched_last(&self, target: Target) -> Option<EventId> {
        match target {
            Target::Object(object) => self.objects[object].touched_by,
            Target::Token(thread) => self.threads[thread].token_touched_by,
            Target::Finished(thread) => self.threads[thread].end_touched_by,
            Target::Spawns => self.spawned_by,
        }
    }

    fn touched_by(&mut self, target: Target) -> &mut Option<EventId> {
        match target {
            Target::Object(object) => &mut self.objects[object].touched_by,
            Target::Token(thread) => &mut self.threads[thread].token_touched_by,
            Target::Finished(thread) => &mut self.threads[thread].end_touched_by,
            Target::Spawns => &mut self.spawned_by,
        }
    }

    /// The running thread touches something that others can see, or a thread-local: the program uses this crate.
    pub(crate) fn shares(&mut self) {
        self.used.shared |= self.current != 0;
    }

    /// The running thread reads or changes `target`. Its operation could have come before or after those of other
    /// threads there.
    pub(crate) fn touches(&mut self, target: Target) {
        self.visits(target, true);
        if let Target::Object(object) = target {
            self.catches_up(object);
        }
    }

    /// Like [`State::touches`], for an action that follows in the same step as the operation and cannot be observed
    /// until other threads depend on it.
    pub(crate) fn lets_go(&mut self, target: Target) {
        self.releases();
        self.visits(target, false);
    }

    /// Something is released without a step of its own: the release belongs to the current step.
    pub(crate) fn releases(&mut self) {
        self.releases += 1;
        let event = &mut self.graph.events[self.event];
        // A thread that has just begun runs in an event of its parent, and cannot vouch for what the parent has done
        // since.
        if event.thread == self.current {
            event.released = self.releases;
        }
    }

    fn visits(&mut self, target: Target, races: bool) {
        if !matches!(target, Target::Finished(_)) {
            self.shares();
        }
        let gate = self.gate(target);
        if let Some(visit) = self.footprint.find(target) {
            visit.races |= races;
            return;
        }
        let event = self.event;
        let before = *self.touched_by(target);
        if races {
            *self.touched_by(target) = Some(event);
            if let Some(before) = before {
                self.graph.orders(before, event);
            }
        }
        self.footprint.add(Visit { target, gate, races, before });
    }

    /// Advances the running thread's virtual time to that of the last write to `object`.
    pub(crate) fn catches_up(&mut self, object: ObjectId) {
        let clock = self.objects[object].clock;
        let thread = self.thread();
        thread.clock = thread.clock.max(clock);
    }

    /// A thread that reads `object` after this is not earlier than the running thread's virtual time.
    pub(crate) fn dates(&mut self, object: ObjectId) {
        let clock = self.thread().clock;
        let object = &mut self.objects[object];
        object.clock = object.clock.max(clock);
    }

    /// What `earlier` did happens before what the running thread does now.
    pub(crate) fn synchronises(&mut self, earlier: Option<EventId>) {
        if let Some(earlier) = earlier {
            self.graph.hands_over(earlier, self.event);
        }
    }

    /// The transition is over: records in the graph what it touched.
    pub(super) fn seals(&mut self) {
        for visit in 0..self.footprint.visits().len() {
            let Visit { target, gate, races, before } = self.footprint.visits()[visit];
            let change = self.gate(target) - gate;
            let stable = self.stable(target);
            self.graph.touched(self.event, Touch { target, change, races }, stable, before);
        }
        let (key, clock) = (self.thread().key, self.thread().clock);
        self.graph.sealed(self.event, key, clock);
    }

    /// A number for the target that is the same in every interleaving.
    pub(crate) fn stable(&self, target: Target) -> u64 {
        match target {
            Target::Object(object) => self.objects[object].key,
            // Numbers from which no thread's or object's key is derived.
            Target::Token(thread) => mix(self.threads[thread].key, u64::MAX),
            Target::Finished(thread) => mix(self.threads[thread].key, u64::MAX - 2),
            Target::Spawns => 1,
        }
    }
}
