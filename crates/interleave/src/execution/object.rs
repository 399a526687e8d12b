//! The explorer's side of each shared object: what decides who can go on, and whom who goes on synchronises with. The
//! values that a program keeps in its locks and channels stay with the program's own objects, in [`crate::sync`].

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
    /// The same in every interleaving: made of the creating thread and how many it had created.
    pub(crate) key: u64,
    pub(crate) created: Place,
    pub(crate) state: ObjectState,
    /// Stands for the value that it holds.
    pub(crate) version: u64,
    /// The virtual time of the last write, which whoever reads it cannot be before.
    pub(crate) clock: Duration,
    /// How often each thread changed it.
    pub(crate) changes: Vec<u64>,
    /// Who changed it last.
    pub(crate) changed_by: Option<ThreadId>,
    /// Who touched it last.
    pub(crate) touched_by: Option<EventId>,
    /// The value as text, kept up to date while details are recorded.
    pub(crate) value: Option<String>,
}

/// What decides who can go on.
pub(crate) enum ObjectState {
    /// Its history is in the graph, at this location.
    Atomic {
        location: usize,
    },
    /// `Mutex` and `RwLock`.
    Lock {
        writer: Option<(ThreadId, Place)>,
        readers: Vec<(ThreadId, Place)>,
        /// Who has asked to have it alone, where that keeps readers out.
        waiting: usize,
        /// It was given back and nobody has taken it since: who waits to write has been woken, and keeps nobody out.
        woken: bool,
        /// It was downgraded by a writer that had waited and does not know whether others wait: where a writer that waits
        /// keeps readers out, nobody is let in until it is free.
        closed: bool,
        poisoned: bool,
        /// The latest virtual time at which a reader has given it back: of no concern to other readers.
        read_until: Duration,
        /// Who gave it back last after having had it alone, and who shared it since.
        given_back: Option<EventId>,
        read_since: Vec<EventId>,
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
        /// Who ended each round.
        ended_by: Vec<EventId>,
    },
    Channel(Channel),
    Cell {
        /// Those that a later one may race with.
        accesses: Vec<super::access::Access>,
    },
    OnceLock {
        initialiser: Option<ThreadId>,
        /// Who left the value there, or gave up last.
        initialised_by: Option<EventId>,
        /// The value is there.
        full: bool,
        /// Who initialised it last gave up, and nobody has tried since.
        given_up: bool,
    },
}

/// The explorer's side of a channel.
pub(crate) struct Channel {
    /// `None`: unbounded.
    pub(crate) capacity: Option<usize>,
    pub(crate) items: VecDeque<Item>,
    pub(crate) senders: usize,
    pub(crate) receiver: bool,
    /// How many values have been sent, and received.
    pub(crate) sent: usize,
    pub(crate) taken: usize,
    /// The receiver is waiting for a hand-over (channels without room).
    pub(crate) expecting: bool,
    /// Who dropped a sender.
    pub(crate) hung_up: Vec<EventId>,
    /// The latest virtual time of those: of no concern to who sends.
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
    /// How often others than `thread` changed it.
    pub(crate) fn changes_by_others(&self, thread: ThreadId) -> u64 {
        self.changes.iter().enumerate().filter(|(by, _)| *by != thread).map(|(_, changes)| changes).sum()
    }

    /// What decides who can go on.
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

    /// Stands for everything about the object that can matter later, the stores of an atomic aside.
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

/// A program's object's way to its [`Object`].
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
    /// Outside an exploration.
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

    /// Registers the object that a `static` created at `created` has in this execution. Who looks first must not matter, so
    /// its key is made of the place.
    #[track_caller]
    pub(crate) fn in_static(kind: ObjectKind, state: ObjectState, created: Place) -> Self {
        let place = [created.line(), created.column()].map(u64::from);
        let key = created.file().bytes().map(u64::from).chain(place).fold(0x57, mix);
        let object = Self::new(kind, state, 0, created);
        with_state(|s| {
            s.threads[s.current].created -= 1;
            s.objects[object.index].key = key;
            // It was there before any thread: that the first to look came late does not make others late.
            s.objects[object.index].clock = Duration::ZERO;
        });
        object
    }

    /// A new atomic that holds `value`.
    ///
    /// # Panics
    /// Outside an exploration.
    #[track_caller]
    pub(crate) fn atomic(value: u64, created: Place) -> Self {
        let location = with_state(|s| {
            let clock = s.thread().clock;
            s.graph.add_location(value, clock)
        });
        Self::new(ObjectKind::Atomic, ObjectState::Atomic { location }, 0, created)
    }

    /// The object's place in `state`.
    ///
    /// # Panics
    /// If it belongs to another execution: that ends the exploration.
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

    /// As [`ObjectRef::of`], for destructors, which must not panic.
    pub(crate) fn of_if_alive(self, state: &State) -> Option<ObjectId> {
        (self.execution == state.serial).then_some(self.index)
    }
}
