//! `std::sync::mpsc`, with operations that the explorer sees.

#![allow(unsafe_code)]

mod end;
mod iter;
mod shared;

pub use iter::{IntoIter, Iter, TryIter};

use end::End;
use shared::Shared;

use crate::execution::{
    Channel, ObjectRef, ObjectState, Operation, State, Target, Variant, if_exploring, panics, perform, with_state,
};
use crate::record::{Action, ObjectKind, Place, ReceiveError};
use crate::time::Duration;
use std::cell::UnsafeCell;
use std::collections::VecDeque;
use std::fmt;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::Arc;

pub use std::sync::mpsc::{RecvError, RecvTimeoutError, SendError, TryRecvError, TrySendError};

/// Like [`std::sync::mpsc::Sender`].
pub struct Sender<T>(End<T>);

/// Like [`std::sync::mpsc::SyncSender`].
pub struct SyncSender<T>(End<T>);

/// Like [`std::sync::mpsc::Receiver`].
pub struct Receiver<T> {
    shared: Arc<Shared<T>>,
    /// As in `std`: one thread at a time.
    not_sync: std::marker::PhantomData<std::cell::Cell<()>>,
}

/// Like [`std::sync::mpsc::channel`].
///
/// # Panics
/// If called outside an explored program.
#[track_caller]
pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let (end, receiver) = new(None, Location::caller());
    (Sender(end), receiver)
}

/// Like [`std::sync::mpsc::sync_channel`]. If `bound` is 0, every send waits until its value is received.
///
/// # Panics
/// If called outside an explored program.
#[track_caller]
pub fn sync_channel<T>(bound: usize) -> (SyncSender<T>, Receiver<T>) {
    let (end, receiver) = new(Some(bound), Location::caller());
    (SyncSender(end), receiver)
}

#[track_caller]
fn new<T>(capacity: Option<usize>, created: Place) -> (End<T>, Receiver<T>) {
    let state = ObjectState::Channel(Channel {
        capacity,
        items: VecDeque::new(),
        senders: 1,
        receiver: true,
        sent: 0,
        taken: 0,
        expecting: false,
        hung_up: Vec::new(),
        hung_up_at: Duration::ZERO,
    });
    let object = ObjectRef::new(ObjectKind::Channel, state, 0, created);
    let shared = Arc::new(Shared { object, values: UnsafeCell::default() });
    let receiver = Receiver { shared: Arc::clone(&shared), not_sync: std::marker::PhantomData };
    (End(shared), receiver)
}

impl<T> Sender<T> {
    /// Sends a value; never blocks.
    ///
    /// # Errors
    /// If the receiver is gone; the error holds the value.
    #[track_caller]
    pub fn send(&self, value: T) -> Result<(), SendError<T>> {
        self.0.send(value, Location::caller())
    }
}

impl<T> SyncSender<T> {
    /// Sends a value, and waits for room if need be.
    ///
    /// # Errors
    /// If the receiver is gone; the error holds the value.
    #[track_caller]
    pub fn send(&self, value: T) -> Result<(), SendError<T>> {
        self.0.send(value, Location::caller())
    }

    /// Sends a value if there is room.
    ///
    /// # Errors
    /// If there is no room, or the receiver is gone; the error holds the value.
    #[track_caller]
    pub fn try_send(&self, value: T) -> Result<(), TrySendError<T>> {
        self.0.try_send(value, Location::caller())
    }
}

impl<T> Receiver<T> {
    /// Waits for a value.
    ///
    /// # Errors
    /// If the channel is empty and every sender is gone.
    #[track_caller]
    pub fn recv(&self) -> Result<T, RecvError> {
        self.receive(None, Location::caller()).map_err(|_| RecvError)
    }

    /// Waits for a value, for at most `timeout`.
    ///
    /// # Errors
    /// If none came in time, or the channel is empty and every sender is gone.
    #[track_caller]
    pub fn recv_timeout(&self, timeout: Duration) -> Result<T, RecvTimeoutError> {
        self.receive(Some(timeout), Location::caller())
    }

    /// Takes a value if the channel holds one.
    ///
    /// # Errors
    /// If the channel is empty; `Disconnected` if every sender is gone too.
    #[track_caller]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        let place = Location::caller();
        let channel = self.shared.id();
        perform(Operation::Free(Target::Object(channel)), place, |s| {
            s.saw_release = true;
            if let Some(value) = self.shared.pop(s, channel, place) {
                return Ok(value);
            }
            s.touches(Target::Object(channel));
            let disconnected = s.channel(channel).senders == 0;
            hears_of_the_end(s, channel, disconnected);
            s.observes(u64::from(disconnected));
            let (why, error) = match disconnected {
                true => (ReceiveError::Disconnected, TryRecvError::Disconnected),
                false => (ReceiveError::Empty, TryRecvError::Empty),
            };
            s.note(Some(place), |_| Action::ReceiveFailed { channel, why });
            Err(error)
        })
    }

    /// Iterates over values as they arrive, until every sender is gone.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter(self)
    }

    /// Iterates over the values that are in the channel now.
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
            // From here on `try_send` finds a waiting receiver.
            perform(Operation::Free(Target::Object(channel)), place, |s| {
                s.touches(Target::Object(channel));
                s.channel_mut(channel).expecting = true;
            });
        }
        perform(Operation::Receive { channel, deadline }, place, |s| {
            if in_person {
                s.touches(Target::Object(channel));
                s.channel_mut(channel).expecting = false;
            }
            s.saw_release |= timeout.is_some();
            if let Some(value) = self.shared.pop(s, channel, place) {
                return Ok(value);
            }
            s.touches(Target::Object(channel));
            let timed_out = matches!(s.variant, Variant::Early | Variant::Due | Variant::LastResort);
            hears_of_the_end(s, channel, !timed_out);
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
        let left = perform(Operation::Free(Target::Object(channel)), Location::caller(), |s| {
            s.touches(Target::Object(channel));
            s.dates(channel);
            s.changes(channel);
            let state = s.channel_mut(channel);
            state.receiver = false;
            if state.capacity == Some(0) {
                return VecDeque::new(); // each sender takes back its own value
            }
            state.items.clear();
            // SAFETY: see `Sync`.
            std::mem::take(unsafe { &mut *self.shared.values.get() })
        });
        drop(left);
    }
}

/// The running thread has found that every sender is gone, so it happens after each of their drops.
fn hears_of_the_end(s: &mut State, channel: usize, yes: bool) {
    if yes {
        let hung_up = s.channel(channel).hung_up.clone();
        hung_up.into_iter().for_each(|dropped| s.synchronises(Some(dropped)));
        let clock = s.channel(channel).hung_up_at;
        let thread = s.thread();
        thread.clock = thread.clock.max(clock);
    }
}

macro_rules! plain {
    ($($name:ident)*) => { $(
        // As in `std`: a panic leaves no channel in an inconsistent state.
        impl<T> UnwindSafe for $name<T> {}
        impl<T> RefUnwindSafe for $name<T> {}

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
