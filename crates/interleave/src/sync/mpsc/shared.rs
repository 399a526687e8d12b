//! What both halves of a channel share.

#![allow(unsafe_code)]

use crate::execution::{Item, ObjectRef, State, Target, mix, with_state};
use crate::record::{Action, ObjectId, Place};
use crate::show;
use std::cell::UnsafeCell;
use std::collections::VecDeque;

/// What both halves share: the explorer's handle, and the values that were sent but not received.
pub(super) struct Shared<T> {
    pub(super) object: ObjectRef,
    pub(super) values: UnsafeCell<VecDeque<T>>,
}

// SAFETY: the values are accessed only in a step of the explorer, which runs one step at a time, on the one OS thread
// that holds the execution's state. No reference to them outlives the step.
unsafe impl<T: Send> Send for Shared<T> {}
// SAFETY: see above.
unsafe impl<T: Send> Sync for Shared<T> {}

impl<T> Shared<T> {
    pub(super) fn id(&self) -> ObjectId {
        with_state(|s| self.object.of(s))
    }

    /// Adds a value, unless it can no longer be received. Returns how many values have been sent.
    pub(super) fn push(&self, s: &mut State, channel: ObjectId, place: Place, value: T) -> Result<usize, T> {
        if !s.channel(channel).receiver {
            s.touches(Target::Object(channel));
            s.observes(0);
            s.note(Some(place), |_| Action::SendFailed { channel });
            return Err(value);
        }
        s.touches(Target::Object(channel));
        s.observes(1);
        s.changes(channel);
        let text = if s.detailed() { show::text(&value) } else { None };
        let item = mix(s.thread().key, s.thread().history);
        let (clock, sent_by) = (s.thread().clock, s.event);
        // SAFETY: see `Sync`.
        unsafe { (*self.values.get()).push_back(value) };
        let state = s.channel_mut(channel);
        state.items.push_back(Item { version: item, clock, sent_by });
        state.sent += 1;
        let (depth, sent) = (state.items.len(), state.sent);
        s.note(Some(place), |_| Action::Send { channel, value: text, depth });
        Ok(sent)
    }

    /// Removes a value.
    pub(super) fn pop(&self, s: &mut State, channel: ObjectId, place: Place) -> Option<T> {
        s.channel_mut(channel).items.front()?;
        s.touches(Target::Object(channel));
        let Item { version, clock, sent_by } = s.channel_mut(channel).items.pop_front()?;
        s.synchronises(Some(sent_by));
        s.observes(version);
        s.changes(channel);
        let thread = s.thread();
        thread.clock = thread.clock.max(clock);
        // SAFETY: see `Sync`.
        let value = unsafe { (*self.values.get()).pop_front() };
        let state = s.channel_mut(channel);
        state.taken += 1;
        let depth = state.items.len();
        if s.detailed() {
            let value = value.as_ref().and_then(show::text);
            s.note(Some(place), |_| Action::Receive { channel, value, depth });
        }
        value
    }
}
