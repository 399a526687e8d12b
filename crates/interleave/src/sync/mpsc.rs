//! `std::sync::mpsc`, observed.

#![allow(unsafe_code)]

use crate::execution::{
    Channel, ObjectRef, ObjectState, Operation, State, Variant, if_exploring, mix, panics, perform, with_state,
};
use crate::record::{Action, ObjectId, ObjectKind, Place, ReceiveError};
use crate::show;
use crate::time::Duration;
use std::cell::UnsafeCell;
use std::collections::VecDeque;
use std::fmt;
use std::panic::Location;
use std::sync::Arc;

pub use std::sync::mpsc::{RecvError, RecvTimeoutError, SendError, TryRecvError, TrySendError};

/// What both ends share: the explorer's handle, and the values that were sent and not received.
struct Shared<T> {
    object: ObjectRef,
    values: UnsafeCell<VecDeque<T>>,
}

// SAFETY: the values are only reached in a step of the explorer, which runs one at a time, on the one OS thread that holds
// the execution's state, and no reference to them outlives the step.
unsafe impl<T: Send> Send for Shared<T> {}
// SAFETY: see above.
unsafe impl<T: Send> Sync for Shared<T> {}

/// As [`std::sync::mpsc::Sender`].
pub struct Sender<T>(End<T>);

/// As [`std::sync::mpsc::SyncSender`].
pub struct SyncSender<T>(End<T>);

/// As [`std::sync::mpsc::Receiver`].
pub struct Receiver<T> {
    shared: Arc<Shared<T>>,
    /// As in `std`: one thread at a time.
    not_sync: std::marker::PhantomData<std::cell::Cell<()>>,
}

/// As [`std::sync::mpsc::channel`].
///
/// # Panics
/// Outside an exploration.
#[track_caller]
pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let (end, receiver) = new(None, Location::caller());
    (Sender(end), receiver)
}

/// As [`std::sync::mpsc::sync_channel`]. With `bound` 0 every value is handed over in person.
///
/// # Panics
/// Outside an exploration.
#[track_caller]
pub fn sync_channel<T>(bound: usize) -> (SyncSender<T>, Receiver<T>) {
    let (end, receiver) = new(Some(bound), Location::caller());
    (SyncSender(end), receiver)
}

fn new<T>(capacity: Option<usize>, created: Place) -> (End<T>, Receiver<T>) {
    let state = ObjectState::Channel(Channel {
        capacity,
        items: VecDeque::new(),
        senders: 1,
        receiver: true,
        sent: 0,
        taken: 0,
        expecting: false,
    });
    let object = ObjectRef::new(ObjectKind::Channel, state, 0, created);
    let shared = Arc::new(Shared { object, values: UnsafeCell::default() });
    let receiver = Receiver { shared: Arc::clone(&shared), not_sync: std::marker::PhantomData };
    (End(shared), receiver)
}

/// The sending end.
struct End<T>(Arc<Shared<T>>);

impl<T> Shared<T> {
    fn id(&self) -> ObjectId {
        with_state(|s| self.object.of(s))
    }

    /// Puts a value in, unless nobody can receive it any more. The number: how many were sent by then.
    fn push(&self, s: &mut State, channel: ObjectId, place: Place, value: T) -> Result<usize, T> {
        if !s.channel(channel).receiver {
            s.reads(channel);
            s.observes(0);
            s.note(Some(place), |_| Action::SendFailed { channel });
            return Err(value);
        }
        s.writes(channel);
        s.observes(1);
        s.progresses();
        let text = if s.detailed() { show::text(&value) } else { None };
        let item = mix(s.thread().key, s.thread().history);
        let clock = s.thread().clock;
        // SAFETY: see `Sync`.
        unsafe { (*self.values.get()).push_back(value) };
        let state = s.channel_mut(channel);
        state.items.push_back((item, clock));
        state.sent += 1;
        let (depth, sent) = (state.items.len(), state.sent);
        s.note(Some(place), |_| Action::Send { channel, value: text, depth });
        Ok(sent)
    }

    /// Takes a value out.
    fn pop(&self, s: &mut State, channel: ObjectId, place: Place) -> Option<T> {
        let (item, clock) = s.channel_mut(channel).items.pop_front()?;
        s.writes(channel);
        s.observes(item);
        s.progresses();
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

impl<T> End<T> {
    fn send(&self, value: T, place: Place) -> Result<(), SendError<T>> {
        let channel = self.0.id();
        let sent = perform(Operation::Send { channel }, place, |s| self.0.push(s, channel, place, value))
            .map_err(SendError)?;
        if with_state(|s| s.channel(channel).capacity != Some(0)) {
            return Ok(());
        }
        // Without room, sending is over when the value has been received; it comes back if it never can be.
        let back = perform(Operation::HandOver { channel, taken: sent }, place, |s| {
            s.reads(channel);
            let received = s.channel(channel).taken >= sent;
            s.observes(u64::from(received));
            if received {
                return None;
            }
            let at = sent - s.channel(channel).taken - 1;
            // The receiver took what was left with it; then the value is gone as in a channel with room.
            // SAFETY: see `Sync`.
            let values = unsafe { &mut *self.0.values.get() };
            s.note(Some(place), |_| Action::SendFailed { channel });
            (at < values.len()).then(|| values.remove(at)).flatten()
        });
        back.map_or(Ok(()), |value| Err(SendError(value)))
    }

    fn try_send(&self, value: T, place: Place) -> Result<(), TrySendError<T>> {
        let channel = self.0.id();
        perform(Operation::Free(channel), place, |s| {
            let state = s.channel(channel);
            let room = match state.capacity {
                None => true,
                Some(0) => state.expecting && state.items.is_empty(),
                Some(capacity) => state.items.len() < capacity,
            };
            if state.receiver && !room {
                s.reads(channel);
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
            s.channel_mut(channel).senders += 1;
        });
        End(Arc::clone(&self.0))
    }
}

impl<T> Drop for End<T> {
    fn drop(&mut self) {
        let object = self.0.object;
        let hang_up = |s: &mut State, channel| {
            let state = s.channel_mut(channel);
            state.senders -= 1;
            if state.senders == 0 {
                s.writes(channel);
                s.progresses();
            }
        };
        let found = if_exploring(|s| {
            let channel = object.of_if_alive(s)?;
            let step = s.settings.fine && panics::in_model_thread();
            Some((channel, step && s.channel(channel).senders == 1))
        });
        match found.flatten() {
            None => {}
            Some((channel, true)) => {
                perform(Operation::Free(channel), Location::caller(), |s| hang_up(s, channel));
            }
            Some((channel, false)) => {
                if_exploring(|s| hang_up(s, channel));
            }
        }
    }
}

impl<T> Sender<T> {
    /// Sends; never waits.
    ///
    /// # Errors
    /// If the receiver is gone; the error holds the value.
    #[track_caller]
    pub fn send(&self, value: T) -> Result<(), SendError<T>> {
        self.0.send(value, Location::caller())
    }
}

impl<T> SyncSender<T> {
    /// Sends when there is room.
    ///
    /// # Errors
    /// If the receiver is gone; the error holds the value.
    #[track_caller]
    pub fn send(&self, value: T) -> Result<(), SendError<T>> {
        self.0.send(value, Location::caller())
    }

    /// Sends if there is room.
    ///
    /// # Errors
    /// If there is none, or the receiver is gone; the error holds the value.
    #[track_caller]
    pub fn try_send(&self, value: T) -> Result<(), TrySendError<T>> {
        self.0.try_send(value, Location::caller())
    }
}

impl<T> Receiver<T> {
    /// Waits for a value.
    ///
    /// # Errors
    /// If there is none and every sender is gone.
    #[track_caller]
    pub fn recv(&self) -> Result<T, RecvError> {
        self.receive(None, Location::caller()).map_err(|_| RecvError)
    }

    /// Waits for a value, for `timeout` at most.
    ///
    /// # Errors
    /// If there was none in time, or there is none and every sender is gone.
    #[track_caller]
    pub fn recv_timeout(&self, timeout: Duration) -> Result<T, RecvTimeoutError> {
        self.receive(Some(timeout), Location::caller())
    }

    /// Takes a value if there is one.
    ///
    /// # Errors
    /// If there is none; `Disconnected` if every sender is gone, too.
    #[track_caller]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        let place = Location::caller();
        let channel = self.shared.id();
        perform(Operation::Free(channel), place, |s| {
            s.saw_release = true;
            if let Some(value) = self.shared.pop(s, channel, place) {
                return Ok(value);
            }
            s.reads(channel);
            let disconnected = s.channel(channel).senders == 0;
            s.observes(u64::from(disconnected));
            let (why, error) = match disconnected {
                true => (ReceiveError::Disconnected, TryRecvError::Disconnected),
                false => (ReceiveError::Empty, TryRecvError::Empty),
            };
            s.note(Some(place), |_| Action::ReceiveFailed { channel, why });
            Err(error)
        })
    }

    /// Values as they come, until every sender is gone.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter(self)
    }

    /// The values that are there.
    pub fn try_iter(&self) -> TryIter<'_, T> {
        TryIter(self)
    }

    fn receive(&self, timeout: Option<Duration>, place: Place) -> Result<T, RecvTimeoutError> {
        let channel = self.shared.id();
        let (deadline, in_person) = with_state(|s| {
            let deadline = timeout.map(|timeout| s.thread().clock.saturating_add(timeout));
            (deadline, s.channel(channel).capacity == Some(0))
        });
        if in_person {
            // From here on `try_send` finds somebody.
            perform(Operation::Free(channel), place, |s| {
                s.writes(channel);
                s.channel_mut(channel).expecting = true;
            });
        }
        perform(Operation::Receive { channel, deadline }, place, |s| {
            if in_person {
                s.writes(channel);
                s.channel_mut(channel).expecting = false;
            }
            s.saw_release |= timeout.is_some();
            if let Some(value) = self.shared.pop(s, channel, place) {
                return Ok(value);
            }
            s.reads(channel);
            s.stirs();
            let timed_out = matches!(s.variant, Variant::Early | Variant::LastResort);
            s.observes(u64::from(timed_out));
            let (why, error) = match timed_out {
                true => (ReceiveError::TimedOut, RecvTimeoutError::Timeout),
                false => (ReceiveError::Disconnected, RecvTimeoutError::Disconnected),
            };
            s.note(Some(place), |_| Action::ReceiveFailed { channel, why });
            Err(error)
        })
    }
}

impl<T> Drop for Receiver<T> {
    /// A sender can always see whether the receiver is gone, so this is a step.
    fn drop(&mut self) {
        let object = self.shared.object;
        let found = if_exploring(|s| object.of_if_alive(s)).flatten();
        let Some(channel) = found.filter(|_| panics::in_model_thread()) else { return };
        let left = perform(Operation::Free(channel), Location::caller(), |s| {
            s.writes(channel);
            s.progresses();
            let state = s.channel_mut(channel);
            state.receiver = false;
            if state.capacity == Some(0) {
                return VecDeque::new(); // each sender takes its own value back
            }
            state.items.clear();
            // SAFETY: see `Sync`.
            std::mem::take(unsafe { &mut *self.shared.values.get() })
        });
        drop(left);
    }
}

/// As [`std::sync::mpsc::Iter`].
pub struct Iter<'a, T>(&'a Receiver<T>);

/// As [`std::sync::mpsc::TryIter`].
pub struct TryIter<'a, T>(&'a Receiver<T>);

/// As [`std::sync::mpsc::IntoIter`].
pub struct IntoIter<T>(Receiver<T>);

impl<T> Iterator for Iter<'_, T> {
    type Item = T;

    #[track_caller]
    fn next(&mut self) -> Option<T> {
        self.0.recv().ok()
    }
}

impl<T> Iterator for TryIter<'_, T> {
    type Item = T;

    #[track_caller]
    fn next(&mut self) -> Option<T> {
        self.0.try_recv().ok()
    }
}

impl<T> Iterator for IntoIter<T> {
    type Item = T;

    #[track_caller]
    fn next(&mut self) -> Option<T> {
        self.0.recv().ok()
    }
}

impl<'a, T> IntoIterator for &'a Receiver<T> {
    type Item = T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<T> IntoIterator for Receiver<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;

    fn into_iter(self) -> IntoIter<T> {
        IntoIter(self)
    }
}

macro_rules! plain {
    ($($name:ident)*) => { $(
        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )* };
}

plain!(Sender SyncSender Receiver);

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Sender(self.0.clone())
    }
}

impl<T> Clone for SyncSender<T> {
    fn clone(&self) -> Self {
        SyncSender(self.0.clone())
    }
}
