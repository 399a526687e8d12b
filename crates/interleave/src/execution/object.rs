//! The explorer's side of each shared object: what decides which threads can run, and which event a thread
//! synchronises with. The values in the program's locks and channels are stored in the program's own objects, in
//! [`crate::sync`].

use super::footprint::{Count, Gate};
use super::graph::EventId;
use super::hash::mix;
use super::state::{State, with_state};
use crate::record::{ObjectId, ObjectKind, Place, ThreadId};
use std::collections::VecDeque;
use std::time::Duration;

/// An object of the program under test.
pub(crate) struct Object {
    pub(crate) kind: ObjectKind,
    /// The same in every interleaving: derived from the creating thread and how many objects it had created.
    pub(crate) key: u64,
    pub(crate) created: Place,
    pub(crate) state: ObjectState,
    /// Stands for the value that the object holds.
    pub(crate) version: u64,
    /// The virtual time of the last write; a thread that reads the object cannot be earlier.
    pub(crate) clock: Duration,
    /// How often each thread changed it.
    pub(crate) changes: Vec<u64>,
    /// The last thread that changed it.
    pub(crate) changed_by: Option<ThreadId>,
    /// The last event that touched it.
    pub(crate) touched_by: Option<EventId>,
    /// The value as text, updated while details are recorded.
    pub(crate) value: Option<String>,
}

/// What decides which threads can run.
pub(crate) enum ObjectState {
    /// Its history is in the graph, at this location.
    Atomic {
        location: usize,
    },
    /// `Mutex` and `RwLock`.
    Lock {
        writer: Option<(ThreadId, Place)>,
        readers: Vec<(ThreadId, Place)>,
        /// How many threads have asked to hold it exclusively, if that keeps readers out.
        waiting: usize,
        /// It was released and has not been taken since: waiting writers have been woken, and keep no reader out.
        woken: bool,
        /// It was downgraded by a writer that had waited and so does not know whether others wait. If waiting writers
        /// keep readers out, no reader is let in until it is free.
        closed: bool,
        poisoned: bool,
        /// The latest virtual time at which a reader released it; irrelevant to other readers.
        read_until: Duration,
        /// The event that last released an exclusive hold, and those that released a shared one since.
        given_back: Option<EventId>,
        read_since: Vec<EventId>,
    },
    Condvar {
        /// The threads that wait and have not been notified, in the order in which they began to wait.
        waiters: Vec<ThreadId>,
        /// A notify found no waiter, or woke one of several.
        missed: bool,
    },
    Barrier {
        size: usize,
        arrived: usize,
        round: usize,
        /// The event that ended each round.
        ended_by: Vec<EventId>,
    },
    Channel(Channel),
    Cell {
        /// The accesses that a later one may race with.
        accesses: Vec<super::access::Access>,
    },
    OnceLock {
        initialiser: Option<ThreadId>,
        /// The event that initialised the value, or that last gave up.
        initialised_by: Option<EventId>,
        /// The value is initialised.
        full: bool,
        /// The last attempt to initialise it was given up, and there has been none since.
        given_up: bool,
    },
}

/// The explorer's side of a channel.
pub(crate) struct Channel {
    /// `None` if unbounded.
    pub(crate) capacity: Option<usize>,
    pub(crate) items: VecDeque<Item>,
    pub(crate) senders: usize,
    pub(crate) receiver: bool,
    /// How many values have been sent, and received.
    pub(crate) sent: usize,
    pub(crate) taken: usize,
    /// The receiver is waiting for a value (channels without a buffer).
    pub(crate) expecting: bool,
    /// The events that dropped senders.
    pub(crate) hung_up: Vec<EventId>,
    /// The latest virtual time of these; irrelevant to senders.
    pub(crate) hung_up_at: Duration,
}

/// A value in a channel.
#[derive(Clone, Copy)]
pub(crate) struct Item {
    /// Stands for the value.
    pub(crate) version: u64,
    /// The virtual time at which it was sent.
    pub(crate) clock: Duration,
    pub(crate) sent_by: EventId,
}

impl Object {
    /// How often threads other than `thread` changed it.
    pub(crate) fn changes_by_others(&self, thread: ThreadId) -> u64 {
        self.changes.iter().enumerate().filter(|(by, _)| *by != thread).map(|(_, changes)| changes).sum()
    }

    /// What decides which threads can run.
    pub(crate) fn gate(&self) -> Gate {
        let mut gate = Gate::default();
        match &self.state {
            ObjectState::Atomic { .. } | ObjectState::Cell { .. } => {}
            ObjectState::Lock { writer, readers, waiting, woken, closed, .. } => {
                gate[Count::Writers] = i32::from(writer.is_some());
                gate[Count::Readers] = readers.len() as i32;
                let waiting = *waiting as i32 + i32::from(*closed);
                gate[Count::WaitingWriters] = if *woken { 0 } else { waiting };
            }
            ObjectState::Condvar { waiters, .. } => gate[Count::ONE] = waiters.len() as i32,
            ObjectState::Barrier { round, .. } => gate[Count::ONE] = *round as i32,
            ObjectState::Channel(channel) => {
                gate[Count::Items] = channel.items.len() as i32;
                gate[Count::Senders] = channel.senders as i32;
                gate[Count::Receivers] = i32::from(channel.receiver);
                gate[Count::EXPECTING] = i32::from(channel.expecting);
                gate[Count::TAKEN] = channel.taken as i32;
                gate[Count::ROOM] = channel.capacity.map_or(0, |capacity| capacity as i32 + 1);
            }
            ObjectState::OnceLock { initialiser, full, given_up, .. } => {
                gate[Count::ONE] = i32::from(initialiser.is_some());
                gate[Count::FULL] = i32::from(*full);
                gate[Count::GIVEN_UP] = i32::from(*given_up);
            }
        }
        gate
    }

    /// Stands for everything about the object that can matter later, except the stores of an atomic.
    pub(crate) fn fingerprint(&self) -> u64 {
        let state = match &self.state {
            ObjectState::Atomic { .. } | ObjectState::Cell { .. } => 0,
            ObjectState::Lock { poisoned, closed, read_until, .. } => {
                mix(u64::from(*poisoned) + 2 * u64::from(*closed), read_until.as_nanos() as u64)
            }
            ObjectState::Condvar { waiters, missed } => {
                waiters.iter().fold(u64::from(*missed), |hash, waiter| mix(hash, *waiter as u64))
            }
            ObjectState::Barrier { arrived, round, .. } => mix(*arrived as u64, *round as u64),
            ObjectState::Channel(channel) => {
                let ends = mix(channel.senders as u64, u64::from(channel.receiver));
                let ends = mix(ends, channel.hung_up_at.as_nanos() as u64);
                channel
                    .items
                    .iter()
                    .fold(ends, |hash, item| mix(mix(hash, item.version), item.clock.as_nanos() as u64))
            }
            ObjectState::OnceLock { initialiser, full, given_up, .. } => {
                [initialiser.is_some(), *full, *given_up].into_iter().map(u64::from).fold(0, mix)
            }
        };
        mix(mix(mix(self.key, self.version), state), self.clock.as_nanos() as u64)
    }
}

/// Refers from a program's object to its [`Object`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ObjectRef {
    execution: u64,
    index: ObjectId,
    created: Place,
}

impl ObjectRef {
    /// Registers a new object.
    ///
    /// # Panics
    /// If called outside an explored program.
    #[track_caller]
    pub(crate) fn new(kind: ObjectKind, state: ObjectState, version: u64, created: Place) -> Self {
        with_state(|s| {
            let index = s.objects.len();
            let creator = &mut s.threads[s.current];
            creator.created += 1;
            let key = mix(mix(creator.key, 0x0b), creator.created);
            let clock = creator.clock;
            let object = Object {
                kind,
                key,
                created,
                state,
                version,
                clock,
                changes: Vec::new(),
                changed_by: None,
                touched_by: None,
                value: None,
            };
            s.objects.push(object);
            ObjectRef { execution: s.serial, index, created }
        })
    }

    /// Registers the object that the `static` at `created` has in this execution. It must not matter which thread
    /// accesses it first, so its key is derived from that place.
    #[track_caller]
    pub(crate) fn in_static(kind: ObjectKind, state: ObjectState, created: Place) -> Self {
        let place = [created.line(), created.column()].map(u64::from);
        let key = created.file().bytes().map(u64::from).chain(place).fold(0x57, mix);
        let object = Self::new(kind, state, 0, created);
        with_state(|s| {
            s.threads[s.current].created -= 1;
            s.objects[object.index].key = key;
            // It exists before any thread. If the first access comes late, that makes no other thread late.
            s.objects[object.index].clock = Duration::ZERO;
        });
        object
    }

    /// Registers a new atomic that holds `value`.
    ///
    /// # Panics
    /// If called outside an explored program.
    #[track_caller]
    pub(crate) fn atomic(value: u64, created: Place) -> Self {
        let location = with_state(|s| {
            let clock = s.thread().clock;
            s.graph.add_location(value, clock)
        });
        Self::new(ObjectKind::Atomic, ObjectState::Atomic { location }, 0, created)
    }

    /// The object's index in `state`.
    ///
    /// # Panics
    /// If it belongs to another execution, which ends the exploration.
    #[track_caller]
    pub(crate) fn of(self, state: &State) -> ObjectId {
        if self.execution != state.serial {
            let (file, line) = (self.created.file(), self.created.line());
            state.misused(&format!(
                "interleave: the object created at {file}:{line} belongs to another execution; create it inside the \
                 explored program, or in a static LazyLock"
            ));
        }
        self.index
    }

    /// Like [`ObjectRef::of`], for destructors, which must not panic.
    pub(crate) fn of_if_alive(self, state: &State) -> Option<ObjectId> {
        (self.execution == state.serial).then_some(self.index)
    }
}
