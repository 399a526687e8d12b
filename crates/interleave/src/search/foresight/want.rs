//! What a thread has announced, with its objects named by what is the same in every interleaving.

use super::shadow::{Gate, Shadow};
use crate::execution::{Operation, State, Target, Variant, mix, stable};
use crate::record::ThreadId;
use std::time::Duration;

/// An [`Operation`], as the shadow knows it. Each `u64` names a target: see [`stable`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Want {
    /// Always possible, on nothing that it could find out from.
    Aside,
    /// Always possible; what it finds there decides what it does.
    Free(u64),
    Try {
        lock: u64,
        shared: bool,
    },
    Notify {
        condvar: u64,
        all: bool,
    },
    Lock {
        lock: u64,
        shared: bool,
    },
    Wake {
        condvar: u64,
        lock: u64,
        notified: u64,
        deadline: Option<Duration>,
    },
    /// Possible once that has happened: the end of a barrier's round, or of a thread.
    After(u64),
    Send(u64),
    HandOver {
        channel: u64,
        taken: usize,
    },
    Receive {
        channel: u64,
        deadline: Option<Duration>,
    },
    Initialise(u64),
    Park {
        token: u64,
        deadline: Option<Duration>,
    },
}

impl Want {
    /// What `thread` has announced in `state`.
    pub(super) fn of(thread: ThreadId, state: &State) -> Self {
        let object = |id: usize| state.objects[id].key;
        match state.threads[thread].pending {
            Operation::Aside => Want::Aside,
            Operation::Free(id) => Want::Free(object(id)),
            Operation::Ask { child } => Want::Free(stable(Target::Finished(child), state)),
            Operation::Try { object: lock, shared } => Want::Try { lock: object(lock), shared },
            Operation::Notify { condvar, all } => Want::Notify { condvar: object(condvar), all },
            Operation::Lock { object: lock, shared } => Want::Lock { lock: object(lock), shared },
            Operation::Wake { condvar, mutex, deadline } => Want::Wake {
                condvar: object(condvar),
                lock: object(mutex),
                notified: stable(Target::Notified(thread), state),
                deadline,
            },
            Operation::Pass { barrier, round } => Want::After(stable(Target::Round(barrier, round), state)),
            Operation::Join { child } => Want::After(stable(Target::Finished(child), state)),
            Operation::Send { channel } => Want::Send(object(channel)),
            Operation::HandOver { channel, taken } => Want::HandOver { channel: object(channel), taken },
            Operation::Receive { channel, deadline } => Want::Receive { channel: object(channel), deadline },
            Operation::Initialise { object: cell } => Want::Initialise(object(cell)),
            Operation::Park { deadline } => Want::Park { token: stable(Target::Token(thread), state), deadline },
        }
    }

    /// As [`Operation::enabled`].
    pub(super) fn enabled(&self, shadow: &Shadow) -> bool {
        let gate = |target| shadow.at(target).gate;
        match *self {
            Want::Aside | Want::Free(_) | Want::Try { .. } | Want::Notify { .. } => true,
            Want::Lock { lock, shared } => gate(lock).lets_in(shared),
            Want::Wake { lock, notified, .. } => gate(notified).is_set() && gate(lock).lets_in(false),
            Want::After(event) => gate(event).is_set(),
            Want::Initialise(cell) => !gate(cell).is_set(),
            Want::Park { token, .. } => gate(token).is_set(),
            Want::Send(channel) => match gate(channel) {
                Gate::Channel { capacity, length, receiver, .. } => {
                    !receiver || capacity.is_none_or(|room| length < room.max(1))
                }
                _ => true,
            },
            Want::HandOver { channel, taken: wanted } => match gate(channel) {
                Gate::Channel { taken, receiver, .. } => !receiver || taken >= wanted,
                _ => true,
            },
            Want::Receive { channel, .. } => match gate(channel) {
                Gate::Channel { length, senders, .. } => senders == 0 || length > 0,
                _ => true,
            },
        }
    }

    /// As [`Operation::allows`].
    pub(super) fn allows(&self, variant: Variant, shadow: &Shadow) -> bool {
        let gate = |target| shadow.at(target).gate;
        match (*self, variant) {
            (Want::Wake { lock, notified, .. }, Variant::Spurious) => {
                !gate(notified).is_set() && gate(lock).lets_in(false)
            }
            (Want::Wake { lock, deadline: Some(_), .. }, Variant::Early) => gate(lock).lets_in(false),
            (Want::Wake { lock, notified, deadline: Some(_), .. }, Variant::LastResort) => {
                !gate(notified).is_set() && gate(lock).lets_in(false)
            }
            (Want::Park { token, .. }, Variant::Spurious) => !gate(token).is_set(),
            (
                Want::Park { deadline: Some(_), .. } | Want::Receive { deadline: Some(_), .. },
                Variant::Early | Variant::LastResort,
            ) => !self.enabled(shadow),
            _ => false,
        }
    }

    pub(super) fn deadline(&self) -> Option<Duration> {
        match *self {
            Want::Wake { deadline, .. } | Want::Receive { deadline, .. } | Want::Park { deadline, .. } => deadline,
            _ => None,
        }
    }

    /// Stands for all that decides what the step does: `history` is what its thread has found out before.
    pub(super) fn key(&self, history: u64, variant: Variant, shadow: &Shadow) -> u64 {
        let way = match variant {
            Variant::Usual => 0,
            Variant::Spurious => 1,
            Variant::Early => 2,
            Variant::LastResort => 3,
            Variant::Stuck => 4,
            Variant::Waiter(n) => 5 + u64::from(n),
        };
        let past = mix(history, way);
        let finds = |target| mix(past, shadow.at(target).key());
        match *self {
            Want::Aside => past,
            Want::Try { lock, shared } => mix(finds(lock), u64::from(shadow.at(lock).gate.lets_in(shared))),
            Want::Wake { condvar, lock, notified, .. } => {
                let (woken, chosen) = (finds(lock), shadow.at(notified));
                match chosen.gate.is_set() {
                    true => mix(woken, chosen.key()),
                    false => mix(woken, shadow.at(condvar).key()), // it leaves the others waiting
                }
            }
            Want::Free(target)
            | Want::Notify { condvar: target, .. }
            | Want::Lock { lock: target, .. }
            | Want::After(target)
            | Want::Send(target)
            | Want::HandOver { channel: target, .. }
            | Want::Receive { channel: target, .. }
            | Want::Initialise(target)
            | Want::Park { token: target, .. } => finds(target),
        }
    }
}
