//! The explorer's side of each shared object: what decides who can go on. The values that a program keeps in its
//! locks and channels stay with the program's own objects, in [`crate::sync`].

use super::hash::mix;
use super::state::{State, with_state};
use crate::record::{ObjectId, ObjectKind, Place, ThreadId};
use std::collections::VecDeque;
use std::time::Duration;

/// An object of the program under test.
pub(crate) struct Object {
    pub(crate) kind: ObjectKind,
    /// The same in every interleaving: made of the creating thread and how many it had created.
    pub(crate) key: u64,
    pub(crate) created: Place,
    pub(crate) state: ObjectState,
    /// Stands for the value that it holds.
    pub(crate) version: u64,
    /// The virtual time of the last write, which whoever reads it cannot be before.
    pub(crate) clock: Duration,
    /// The value as text, kept up to date while details are recorded.
    pub(crate) value: Option<String>,
}

/// What decides who can go on.
pub(crate) enum ObjectState {
    Atomic,
    /// `Mutex` and `RwLock`.
    Lock {
        writer: Option<(ThreadId, Place)>,
        readers: Vec<(ThreadId, Place)>,
        poisoned: bool,
    },
    Condvar {
        /// Who waits and was not notified, in the order in which they began.
        waiters: Vec<ThreadId>,
        /// A notify found nobody waiting, or woke one of several.
        missed: bool,
    },
    Barrier {
        size: usize,
        arrived: usize,
        round: usize,
    },
    Channel(Channel),
    OnceLock {
        initialiser: Option<ThreadId>,
    },
}

/// The explorer's side of a channel.
pub(crate) struct Channel {
    /// `None`: unbounded.
    pub(crate) capacity: Option<usize>,
    /// Stands for each value in the channel, and the virtual time at which it was sent.
    pub(crate) items: VecDeque<(u64, Duration)>,
    pub(crate) senders: usize,
    pub(crate) receiver: bool,
    /// How many values have been sent, and received.
    pub(crate) sent: usize,
    pub(crate) taken: usize,
    /// The receiver is waiting for a hand-over (channels without room).
    pub(crate) expecting: bool,
}

impl Object {
    /// Stands for everything about the object that can matter later.
    pub(crate) fn fingerprint(&self) -> u64 {
        let state = match &self.state {
            ObjectState::Atomic => 0,
            ObjectState::Lock { poisoned, .. } => u64::from(*poisoned),
            ObjectState::Condvar { waiters, missed } => {
                waiters.iter().fold(u64::from(*missed), |hash, waiter| mix(hash, *waiter as u64))
            }
            ObjectState::Barrier { arrived, round, .. } => mix(*arrived as u64, *round as u64),
            ObjectState::Channel(channel) => channel
                .items
                .iter()
                .fold(mix(channel.senders as u64, u64::from(channel.receiver)), |hash, (item, clock)| {
                    mix(mix(hash, *item), clock.as_nanos() as u64)
                }),
            ObjectState::OnceLock { initialiser } => u64::from(initialiser.is_some()),
        };
        mix(mix(mix(self.key, self.version), state), self.clock.as_nanos() as u64)
    }
}

/// A program's object's way to its [`Object`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ObjectRef {
    execution: u64,
    index: ObjectId,
}

impl ObjectRef {
    /// Registers a new object.
    ///
    /// # Panics
    /// Outside an exploration.
    #[track_caller]
    pub(crate) fn new(kind: ObjectKind, state: ObjectState, version: u64, created: Place) -> Self {
        with_state(|s| {
            let index = s.objects.len();
            let creator = &mut s.threads[s.current];
            creator.created += 1;
            let key = mix(mix(creator.key, 0x0b), creator.created);
            let clock = creator.clock;
            s.objects.push(Object { kind, key, created, state, version, clock, value: None });
            ObjectRef { execution: s.serial, index }
        })
    }

    /// The object's place in `state`.
    ///
    /// # Panics
    /// If it belongs to another execution: that ends the exploration.
    pub(crate) fn of(self, state: &State) -> ObjectId {
        if self.execution != state.serial {
            state.misused(
                "interleave: this object was created in another execution; create it inside the explored program",
            );
        }
        self.index
    }

    /// As [`ObjectRef::of`], for destructors, which must not panic.
    pub(crate) fn of_if_alive(self, state: &State) -> Option<ObjectId> {
        (self.execution == state.serial).then_some(self.index)
    }
}
