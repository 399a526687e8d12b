//! Accesses to non-atomic data, and whether two of them race: at least one writes, and neither happens before the
//! other. It is enough to check each access against the earlier ones, in whatever order the graph's steps run: the
//! earlier of two racing accesses does not happen before the later one either way.

use super::graph::EventId;
use super::object::ObjectState;
use super::state::State;
use crate::record::{Action, ObjectId, Place, ThreadId};

/// An access that later ones may race with.
#[derive(Clone, Copy)]
pub(crate) struct Access {
    thread: ThreadId,
    writes: bool,
    /// The event in which it ended.
    ended: Option<EventId>,
    /// Set for a creation, which comes after everything that this event's operation did.
    created: Option<Created>,
    /// The index of its step in the record.
    step: usize,
}

/// When an object was created: after the operation of an event, together with what its thread did before its next
/// one.
#[derive(Clone, Copy)]
struct Created {
    /// The index of the thread's next event.
    index: u16,
    /// How many releases without a step of their own there had been.
    releases: usize,
}

/// Two accesses that are not ordered by happens-before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Race {
    pub(crate) object: ObjectId,
    /// Their steps in the record, if there is one.
    pub(crate) steps: [usize; 2],
}

/// An access that has begun.
#[derive(Clone, Copy)]
pub(crate) struct Begun {
    object: ObjectId,
    /// Its index among the object's accesses.
    step: usize,
    event: EventId,
    releases: usize,
}

impl State {
    /// Is the running thread still in the event that spawned it?
    pub(crate) fn has_just_begun(&self) -> bool {
        self.graph.events[self.event].thread != self.current
    }

    /// The running thread has just created `object`, in an event of its own. This counts as a write: an access that
    /// does not happen after it is a race.
    pub(crate) fn creates(&mut self, object: ObjectId, place: Place, value: Option<String>) {
        let (thread, event) = (self.current, self.event);
        let step = self.detail.as_ref().map_or(event, |detail| detail.steps.len());
        self.objects[object].value.clone_from(&value);
        self.note(Some(place), |_| Action::CellCreate { object, value });
        let created = Some(Created { index: self.graph.events[event].index + 1, releases: self.releases });
        self.accesses_mut(object).push(Access { thread, writes: true, ended: Some(event), created, step });
    }

    /// The running thread begins to access `object`. `None`: it races with an earlier access, which ends the
    /// execution.
    pub(crate) fn begins_access(
        &mut self,
        object: ObjectId,
        writes: bool,
        place: Place,
        value: Option<String>,
    ) -> Option<Begun> {
        let (thread, event) = (self.current, self.event);
        self.shares();
        let (version, by) = (self.objects[object].version, self.objects[object].changed_by);
        self.observes_from(version, by);
        let step = self.detail.as_ref().map_or(event, |detail| detail.steps.len());
        self.note(Some(place), |_| match writes {
            true => Action::CellWrite { object, value: None },
            false => Action::CellRead { object, value },
        });
        let unordered = |access: &&Access| {
            (writes || access.writes)
                && access.thread != thread
                && !access.ended.is_some_and(|ended| self.comes_before(access, ended, event))
        };
        if let Some(other) = self.accesses(object).iter().find(unordered) {
            self.race = Some(Race { object, steps: [other.step, step] });
            return None;
        }
        let accesses = self.accesses_mut(object);
        // An access that is ordered after this one is ordered after these too.
        accesses.retain(|access| access.ended.is_none() || !(writes || access.thread == thread && !access.writes));
        accesses.push(Access { thread, writes, ended: None, created: None, step });
        Some(Begun { object, step, event, releases: self.releases })
    }

    /// Did an access that ended in `ended` happen before `event`?
    fn comes_before(&self, access: &Access, ended: EventId, event: EventId) -> bool {
        let graph = &self.graph;
        let Some(created) = access.created else { return graph.happens_before(ended, event) };
        let next = |other: &EventId| {
            let other = &graph.events[*other];
            (other.thread, other.index) == (access.thread, created.index)
        };
        let next = (ended..graph.events.len()).find(next);
        // What is released afterwards, without a step of its own, belongs to that event too.
        let released = graph.events[ended].released > created.releases;
        next.is_some_and(|next| graph.happens_before(next, event))
            || (released && graph.happens_before(ended, event))
    }

    /// Has the running thread done anything since `begun` that others may synchronise with?
    pub(crate) fn has_gone_on(&self, begun: Begun) -> bool {
        (begun.event, begun.releases) != (self.event, self.releases)
    }

    /// The access ends, and leaves `value`.
    pub(crate) fn ends_access(&mut self, begun: Begun, value: impl FnOnce() -> Option<String>) {
        let (event, object) = (self.event, begun.object);
        let found = self.accesses_mut(object).iter_mut().find(|access| access.step == begun.step);
        let Some(access) = found else { return };
        access.ended = Some(event);
        if !access.writes {
            return;
        }
        let thread = self.thread();
        let version = super::mix(thread.key, thread.history);
        self.objects[object].version = version;
        self.changes(object);
        if let Some(detail) = &mut self.detail {
            let after = value();
            self.objects[object].value.clone_from(&after);
            if let Action::CellWrite { value, .. } = &mut detail.steps[begun.step].action {
                *value = after;
            }
        }
    }

    /// Is the object being accessed?
    pub(crate) fn is_open(&self, object: ObjectId) -> bool {
        self.accesses(object).iter().any(|access| access.ended.is_none())
    }

    fn accesses(&self, object: ObjectId) -> &[Access] {
        match &self.objects[object].state {
            ObjectState::Cell { accesses } => accesses,
            _ => unreachable!("a cell"),
        }
    }

    fn accesses_mut(&mut self, object: ObjectId) -> &mut Vec<Access> {
        match &mut self.objects[object].state {
            ObjectState::Cell { accesses } => accesses,
            _ => unreachable!("a cell"),
        }
    }
}
