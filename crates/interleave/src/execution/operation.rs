//! What a model thread can be about to do, and when it can go on. Every thread announces its next operation before
//! the operation has any effect, so the explorer always knows what each thread would do next.

use super::choice::Variant;
use super::object::ObjectState;
use super::state::{State, Used};
use crate::record::{ObjectId, ThreadId, Waiting};
use std::time::Duration;

/// An announced operation. A deadline, where there is one, is in the waiting thread's virtual time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    /// Can always go on: an atomic, the first half of a wait, a release that is observed.
    Free(ObjectId),
    /// As `Free`, and nothing that is found decides what it does: a yield, an `unpark`, the drop of a sender.
    Aside,
    /// Can always go on: a `try_lock`.
    Try {
        object: ObjectId,
        shared: bool,
    },
    /// Can always go on: has `child` finished?
    Ask {
        child: ThreadId,
    },
    Lock {
        object: ObjectId,
        shared: bool,
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
    Join {
        child: ThreadId,
    },
    Park {
        deadline: Option<Duration>,
    },
}

impl Operation {
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

    /// Can `thread` go on with this, by the ordinary course of things?
    pub(crate) fn enabled(&self, thread: ThreadId, state: &State) -> bool {
        match *self {
            Operation::Free(_)
            | Operation::Aside
            | Operation::Try { .. }
            | Operation::Ask { .. }
            | Operation::Notify { .. } => true,
            Operation::Lock { object, shared } => state.lock_is_free(object, shared),
            Operation::Wake { mutex, .. } => state.threads[thread].notified && state.lock_is_free(mutex, false),
            Operation::Pass { barrier, round } => match state.objects[barrier].state {
                ObjectState::Barrier { round: now, .. } => now != round,
                _ => unreachable!("a barrier"),
            },
            Operation::Send { channel } => {
                let channel = state.channel(channel);
                !channel.receiver || channel.capacity.is_none_or(|n| channel.items.len() < n.max(1))
            }
            Operation::HandOver { channel, taken } => {
                let channel = state.channel(channel);
                !channel.receiver || channel.taken >= taken
            }
            Operation::Receive { channel, .. } => {
                let channel = state.channel(channel);
                channel.senders == 0 || !channel.items.is_empty()
            }
            Operation::Initialise { object } => match state.objects[object].state {
                ObjectState::OnceLock { initialiser, .. } => initialiser.is_none(),
                _ => unreachable!("a once lock"),
            },
            Operation::Join { child } => state.threads[child].finished,
            Operation::Park { .. } => state.threads[thread].token,
        }
    }

    /// Is `variant`, a way to go on that nobody caused, possible now (budgets aside)?
    pub(crate) fn allows(&self, variant: Variant, thread: ThreadId, state: &State) -> bool {
        match (*self, variant) {
            (Operation::Wake { mutex, .. }, Variant::Spurious) => {
                !state.threads[thread].notified && state.lock_is_free(mutex, false)
            }
            // Also after a notify: the time-out may have come just before it, and nobody else was woken by it.
            (Operation::Wake { mutex, deadline: Some(_), .. }, Variant::Early) => state.lock_is_free(mutex, false),
            (Operation::Wake { mutex, deadline: Some(_), .. }, Variant::LastResort) => {
                !state.threads[thread].notified && state.lock_is_free(mutex, false)
            }
            (Operation::Park { .. }, Variant::Spurious) => !state.threads[thread].token,
            (
                Operation::Park { deadline: Some(_) } | Operation::Receive { deadline: Some(_), .. },
                Variant::Early | Variant::LastResort,
            ) => !self.enabled(thread, state),
            _ => false,
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
            | Operation::Ask { .. }
            | Operation::Notify { .. } => return None,
            Operation::Lock { object, shared } => Waiting::Lock { object, shared, holders: state.holders(object) },
            Operation::Wake { condvar, mutex, .. } if !state.threads[thread].notified => {
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
            Operation::Initialise { object } => match state.objects[object].state {
                ObjectState::OnceLock { initialiser, .. } => Waiting::Once { object, initialiser: initialiser? },
                _ => unreachable!("a once lock"),
            },
            Operation::Join { child } => Waiting::Join { child },
            Operation::Park { .. } => Waiting::Unpark,
        })
    }
}
