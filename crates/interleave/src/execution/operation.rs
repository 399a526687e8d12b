//! What a model thread can be about to do, what that looks at, and when it can go on. Every thread announces its next
//! operation before the operation has any effect, so the explorer always knows what each thread would do next.
//!
//! When an operation can go on stands here alone: [`Operation::ready`] asks the [`Gate`] of its target, whether that is the
//! gate of the present state or that of an earlier one in which a search would like the operation to have come.

use super::choice::Variant;
use super::footprint::{Count, Gate, Target};
use super::graph::Access;
use super::object::ObjectState;
use super::state::{State, Used};
use crate::record::{ObjectId, ThreadId, Waiting};
use std::sync::atomic::Ordering;
use std::time::Duration;

/// An announced operation. A deadline, where there is one, is in the waiting thread's virtual time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    /// Can always go on: the first half of a wait, a release that is observed, a look at a channel.
    Free(Target),
    /// Can always go on: a `try_lock`.
    Try {
        object: ObjectId,
        shared: bool,
    },
    /// Can always go on and looks at nothing: a yield.
    Aside,
    Atomic {
        object: ObjectId,
        access: Access,
    },
    Fence {
        order: Ordering,
    },
    /// Can always go on: an access to data that is not atomic.
    Cell {
        object: ObjectId,
        writes: bool,
    },
    Lock {
        object: ObjectId,
        shared: bool,
        /// Who waits to have the lock alone goes first.
        yields: bool,
    },
    Notify {
        condvar: ObjectId,
        all: bool,
    },
    /// The second half of a wait: stop waiting and take the mutex again.
    Wake {
        condvar: ObjectId,
        mutex: ObjectId,
        deadline: Option<Duration>,
        /// It may also end though nobody notifies.
        spurious: bool,
    },
    /// Leave the barrier when its round is over.
    Pass {
        barrier: ObjectId,
        round: usize,
    },
    Send {
        channel: ObjectId,
    },
    /// A channel without room: the value has been handed over when `taken` have been received.
    HandOver {
        channel: ObjectId,
        taken: usize,
    },
    Receive {
        channel: ObjectId,
        deadline: Option<Duration>,
    },
    /// `get_or_init` while another thread initialises.
    Initialise {
        object: ObjectId,
    },
    /// Wait until another thread has initialised.
    Initialised {
        object: ObjectId,
        /// It also ends if the one who tried has given up.
        or_given_up: bool,
    },
    Join {
        child: ThreadId,
    },
    Park {
        deadline: Option<Duration>,
    },
}

impl Operation {
    /// Is it the same operation on the same object? What it writes does not count: an address may be another in each
    /// execution.
    pub(crate) fn is_like(&self, other: &Operation) -> bool {
        match (self, other) {
            (Operation::Atomic { object, access }, Operation::Atomic { object: there, access: other }) => {
                object == there && std::mem::discriminant(&access.kind) == std::mem::discriminant(&other.kind)
            }
            _ => self == other,
        }
    }

    /// When this operation stops waiting, if it does.
    pub(crate) fn deadline(&self) -> Option<Duration> {
        match *self {
            Operation::Wake { deadline, .. }
            | Operation::Receive { deadline, .. }
            | Operation::Park { deadline } => deadline,
            _ => None,
        }
    }

    /// Notes which budgets it could spend.
    pub(crate) fn uses(&self, used: &mut Used) {
        used.waits |= matches!(self, Operation::Wake { .. } | Operation::Park { .. });
        used.timed |= self.deadline().is_some();
    }

    /// What `thread` looks at and changes with this, atomics aside.
    pub(crate) fn target(&self, thread: ThreadId) -> Option<Target> {
        Some(match *self {
            Operation::Free(target) => target,
            Operation::Aside | Operation::Atomic { .. } | Operation::Fence { .. } | Operation::Cell { .. } => {
                return None;
            }
            Operation::Lock { object, .. }
            | Operation::Try { object, .. }
            | Operation::Initialise { object }
            | Operation::Initialised { object, .. } => Target::Object(object),
            Operation::Notify { condvar, .. } => Target::Object(condvar),
            Operation::Wake { mutex, .. } => Target::Object(mutex),
            Operation::Pass { barrier, .. } => Target::Object(barrier),
            Operation::Send { channel }
            | Operation::HandOver { channel, .. }
            | Operation::Receive { channel, .. } => Target::Object(channel),
            Operation::Join { child } => Target::Finished(child),
            Operation::Park { .. } => Target::Token(thread),
        })
    }

    /// Can this go on by the ordinary course of things, where its target has this gate?
    pub(crate) fn ready(&self, gate: Gate) -> bool {
        match *self {
            Operation::Free(_)
            | Operation::Aside
            | Operation::Try { .. }
            | Operation::Atomic { .. }
            | Operation::Fence { .. }
            | Operation::Cell { .. }
            | Operation::Notify { .. } => true,
            Operation::Lock { shared: true, yields, .. } => {
                gate[Count::Writers] == 0 && !(yields && gate[Count::WaitingWriters] > 0)
            }
            Operation::Lock { shared: false, .. } | Operation::Wake { .. } => {
                gate[Count::Writers] == 0 && gate[Count::Readers] == 0
            }
            Operation::Pass { round, .. } => gate[Count::ONE] > round as i32,
            Operation::Send { .. } => {
                let room = gate[Count::ROOM];
                gate[Count::Receivers] == 0 || room == 0 || gate[Count::Items] < (room - 1).max(1)
            }
            Operation::HandOver { taken, .. } => gate[Count::Receivers] == 0 || gate[Count::TAKEN] >= taken as i32,
            Operation::Receive { .. } => gate[Count::Senders] == 0 || gate[Count::Items] > 0,
            Operation::Initialise { .. } => gate[Count::ONE] == 0,
            Operation::Initialised { or_given_up, .. } => {
                gate[Count::FULL] > 0 || (or_given_up && gate[Count::GIVEN_UP] > 0)
            }
            Operation::Join { .. } | Operation::Park { .. } => gate[Count::ONE] > 0,
        }
    }

    /// Can `thread` go on with this now, by the ordinary course of things?
    pub(crate) fn enabled(&self, thread: ThreadId, state: &State) -> bool {
        let woken = !matches!(self, Operation::Wake { .. }) || state.threads[thread].is_woken();
        woken && self.target(thread).is_none_or(|target| self.ready(state.gate(target)))
    }

    /// Could the operation end without what it waits for (budgets aside), where its target has this gate? A wait at a
    /// condition variable has no such step: it leaves the waiters first.
    pub(crate) fn ends_early(&self, variant: Variant, gate: Gate) -> bool {
        let deadline = self.deadline().is_some();
        match (*self, variant) {
            (Operation::Park { .. }, Variant::Spurious) => !self.ready(gate),
            (
                Operation::Park { .. } | Operation::Receive { .. },
                Variant::Early | Variant::Due | Variant::LastResort,
            ) => deadline && !self.ready(gate),
            _ => false,
        }
    }

    /// Is `variant`, a way to go on that nobody caused, possible now (budgets aside)?
    pub(crate) fn allows(&self, variant: Variant, thread: ThreadId, state: &State) -> bool {
        let waiting = !state.threads[thread].is_woken();
        match (*self, variant) {
            (Operation::Wake { spurious, .. }, Variant::Spurious) => waiting && spurious,
            (Operation::Wake { deadline: Some(_), .. }, Variant::LastResort) => waiting,
            // Also after a notify: the time-out may have come just before it, and nobody else was woken by it.
            (Operation::Wake { deadline: Some(_), mutex, .. }, Variant::Early | Variant::Due) => {
                waiting || (state.threads[thread].notified && self.ready(state.gate(Target::Object(mutex))))
            }
            (Operation::Wake { .. }, _) => false,
            _ => self.target(thread).is_some_and(|target| self.ends_early(variant, state.gate(target))),
        }
    }

    /// What the thread waits for, in the record's words, if it cannot go on.
    pub(crate) fn waiting(&self, thread: ThreadId, state: &State) -> Option<Waiting> {
        if self.enabled(thread, state) {
            return None;
        }
        Some(match *self {
            Operation::Free(_)
            | Operation::Aside
            | Operation::Try { .. }
            | Operation::Atomic { .. }
            | Operation::Fence { .. }
            | Operation::Cell { .. }
            | Operation::Notify { .. } => return None,
            Operation::Lock { object, shared, .. } => {
                Waiting::Lock { object, shared, holders: state.holders(object) }
            }
            Operation::Wake { condvar, mutex, .. } if !state.threads[thread].is_woken() => {
                Waiting::Notify { condvar, mutex }
            }
            Operation::Wake { mutex, .. } => {
                Waiting::Lock { object: mutex, shared: false, holders: state.holders(mutex) }
            }
            Operation::Pass { barrier, .. } => match state.objects[barrier].state {
                ObjectState::Barrier { arrived, size, .. } => Waiting::Barrier { barrier, arrived, size },
                _ => unreachable!("a barrier"),
            },
            Operation::Send { channel } | Operation::HandOver { channel, .. } => Waiting::Send { channel },
            Operation::Receive { channel, .. } => Waiting::Receive { channel },
            Operation::Initialise { object } | Operation::Initialised { object, .. } => {
                match state.objects[object].state {
                    ObjectState::OnceLock { initialiser, .. } => Waiting::Once { object, initialiser },
                    _ => unreachable!("a once lock"),
                }
            }
            Operation::Join { child } => Waiting::Join { child },
            Operation::Park { .. } => Waiting::Unpark,
        })
    }
}
