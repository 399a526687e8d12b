//! The operations that a model thread can announce, what they touch, and when they can proceed. Every thread
//! announces its next operation before it takes effect, so the explorer always knows what each thread would do next.
//!
//! Only this module decides when an operation can proceed: [`Operation::ready`] checks the [`Gate`] of its target.
//! The gate may be that of the present state, or of an earlier one to which a search would like to move the
//! operation.

use super::choice::Variant;
use super::footprint::{Count, Gate, Target};
use super::graph::Access;
use super::object::ObjectState;
use super::state::{State, Used};
use crate::record::{ObjectId, ThreadId, Waiting};
use std::sync::atomic::Ordering;
use std::time::Duration;

/// An announced operation. Deadlines are in the waiting thread's virtual time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    /// Can always proceed: the first half of a wait, a release that is observed, a query of a channel.
    Free(Target),
    /// Can always proceed: a `try_lock`.
    Try {
        object: ObjectId,
        shared: bool,
    },
    /// Can always proceed and touches nothing: a yield.
    Aside,
    Atomic {
        object: ObjectId,
        access: Access,
    },
    Fence {
        order: Ordering,
    },
    /// Can always proceed: an access to non-atomic data.
    Cell {
        object: ObjectId,
        writes: bool,
    },
    Lock {
        object: ObjectId,
        shared: bool,
        /// Threads that wait to hold the lock exclusively go first.
        yields: bool,
    },
    Notify {
        condvar: ObjectId,
        all: bool,
    },
    /// The second half of a wait: stop waiting and lock the mutex again.
    Wake {
        condvar: ObjectId,
        mutex: ObjectId,
        deadline: Option<Duration>,
        /// It may also end without a notify.
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
    /// A send to a channel without a buffer: complete when `taken` values have been received.
    HandOver {
        channel: ObjectId,
        taken: usize,
    },
    Receive {
        channel: ObjectId,
        deadline: Option<Duration>,
    },
    /// `get_or_init` while another thread initialises the value.
    Initialise {
        object: ObjectId,
    },
    /// Wait until another thread has initialised the value.
    Initialised {
        object: ObjectId,
        /// It also ends if the initialising thread gives up.
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
    /// Is it the same operation on the same object? The written value does not count, because an address may differ
    /// between executions.
    pub(crate) fn is_like(&self, other: &Operation) -> bool {
        match (self, other) {
            (Operation::Atomic { object, access }, Operation::Atomic { object: there, access: other }) => {
                object == there && std::mem::discriminant(&access.kind) == std::mem::discriminant(&other.kind)
            }
            _ => self == other,
        }
    }

    /// When this operation stops waiting; `None` if it never does.
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

    /// What `thread` touches with this operation, other than atomics.
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

    /// Can this proceed in the usual way if its target has this gate?
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

    /// Can `thread` proceed with this now, in the usual way?
    pub(crate) fn enabled(&self, thread: ThreadId, state: &State) -> bool {
        let woken = !matches!(self, Operation::Wake { .. }) || state.threads[thread].is_woken();
        woken && self.target(thread).is_none_or(|target| self.ready(state.gate(target)))
    }

    /// Can the operation end without what it waits for (ignoring budgets) if its target has this gate? A wait on a
    /// condition variable has no such step: the thread leaves the waiters first.
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

    /// Is `variant`, a spurious or early wake-up, possible now (ignoring budgets)?
    pub(crate) fn allows(&self, variant: Variant, thread: ThreadId, state: &State) -> bool {
        let waiting = !state.threads[thread].is_woken();
        match (*self, variant) {
            (Operation::Wake { spurious, .. }, Variant::Spurious) => waiting && spurious,
            (Operation::Wake { deadline: Some(_), .. }, Variant::LastResort) => waiting,
            // Also after a notify: the time-out may have come just before it, and the notify woke no other thread.
            (Operation::Wake { deadline: Some(_), mutex, .. }, Variant::Early | Variant::Due) => {
                waiting || (state.threads[thread].notified && self.ready(state.gate(Target::Object(mutex))))
            }
            (Operation::Wake { .. }, _) => false,
            _ => self.target(thread).is_some_and(|target| self.ends_early(variant, state.gate(target))),
        }
    }

    /// What the thread waits for, in the record's terms; `None` if it can run.
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
