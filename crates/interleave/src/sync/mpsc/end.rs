//! The sending half of both kinds of channel.

#![allow(unsafe_code)]

use super::shared::Shared;
use super::{SendError, TrySendError};
use crate::execution::{Operation, State, Target, if_exploring, panics, perform, with_state};
use crate::record::{Action, Place};
use std::panic::Location;
use std::sync::Arc;

/// The sending half.
pub(super) struct End<T>(pub(super) Arc<Shared<T>>);

impl<T> End<T> {
    pub(super) fn send(&self, value: T, place: Place) -> Result<(), SendError<T>> {
        let channel = self.0.id();
        let sent = perform(Operation::Send { channel }, place, |s| self.0.push(s, channel, place, value))
            .map_err(SendError)?;
        if with_state(|s| s.channel(channel).capacity != Some(0)) {
            return Ok(());
        }
        // Without a buffer, a send is complete when the value has been received. If it never can be, the value is
        // returned.
        let back = perform(Operation::HandOver { channel, taken: sent }, place, |s| {
            s.touches(Target::Object(channel));
            let received = s.channel(channel).taken >= sent;
            s.observes(u64::from(received));
            if received {
                return None;
            }
            let at = sent - s.channel(channel).taken - 1;
            // The receiver dropped the values that were left in the channel; then the value is lost, as in a channel
            // with a buffer.
            // SAFETY: see `Sync`.
            let values = unsafe { &mut *self.0.values.get() };
            s.note(Some(place), |_| Action::SendFailed { channel });
            (at < values.len()).then(|| values.remove(at)).flatten()
        });
        back.map_or(Ok(()), |value| Err(SendError(value)))
    }

    pub(super) fn try_send(&self, value: T, place: Place) -> Result<(), TrySendError<T>> {
        let channel = self.0.id();
        perform(Operation::Free(Target::Object(channel)), place, |s| {
            let state = s.channel(channel);
            let room = match state.capacity {
                None => true,
                Some(0) => state.expecting && state.items.is_empty(),
                Some(capacity) => state.items.len() < capacity,
            };
            if state.receiver && !room {
                s.touches(Target::Object(channel));
                s.observes(2);
                return Err(TrySendError::Full(value));
            }
            self.0.push(s, channel, place, value).map(drop).map_err(TrySendError::Disconnected)
        })
    }
}

impl<T> Clone for End<T> {
    fn clone(&self) -> Self {
        with_state(|s| {
            let channel = self.0.object.of(s);
            s.lets_go(Target::Object(channel));
            s.channel_mut(channel).senders += 1;
        });
        End(Arc::clone(&self.0))
    }
}

impl<T> Drop for End<T> {
    fn drop(&mut self) {
        let object = self.0.object;
        let hang_up = |s: &mut State, channel| {
            match s.settings.fine {
                true => s.touches(Target::Object(channel)),
                false => s.lets_go(Target::Object(channel)),
            }
            let (event, clock) = (s.event, s.thread().clock);
            let state = s.channel_mut(channel);
            state.senders -= 1;
            state.hung_up_at = state.hung_up_at.max(clock);
            state.hung_up.push(event);
            s.changes(channel);
        };
        let found = if_exploring(|s| {
            let channel = object.of_if_alive(s)?;
            Some((channel, s.settings.fine && panics::in_model_thread()))
        });
        match found.flatten() {
            None => {}
            Some((channel, true)) => {
                perform(Operation::Free(Target::Object(channel)), Location::caller(), |s| hang_up(s, channel));
            }
            Some((channel, false)) => {
                if_exploring(|s| hang_up(s, channel));
            }
        }
    }
}
