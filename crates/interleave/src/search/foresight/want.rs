//! What a thread has announced, with its objects as the shadow knows them.

use super::shadow::{Gate, Shadow, Spot};
use crate::execution::{Operation, State, Target, Variant, mix, stable};
use crate::record::ThreadId;
use std::time::Duration;

/// An [`Operation`], as the shadow knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Want {
    /// Always possible, on nothing that it could find out from.
    Aside,
    /// Always possible; what it finds there decides what it does.
    Free(Spot),
    Try {
        lock: Spot,
        shared: bool,
    },
    Notify {
        condvar: Spot,
        all: bool,
    },
    Lock {
        lock: Spot,
        shared: bool,
    },
    Wake {
        condvar: Spot,
        lock: Spot,
        notified: Spot,
        deadline: Option<Duration>,
    },
    /// Possible once that has happened: the end of a barrier's round, or of a thread.
    After(Spot),
    Send(Spot),
    HandOver {
        channel: Spot,
        taken: u32,
    },
    Receive {
        channel: Spot,
        deadline: Option<Duration>,
    },
    Initialise(Spot),
    Park {
        token: Spot,
        deadline: Option<Duration>,
    },
}

impl Want {
    /// What `thread` has announced in `state`.
    pub(super) fn of(thread: ThreadId, state: &State, shadow: &mut Shadow) -> Self {
        let mut at = |target| shadow.spot(stable(target, state));
        match state.threads[thread].pending {
            Operation::Aside => Want::Aside,
            Operation::Free(id) => Want::Free(at(Target::Object(id))),
            Operation::Ask { child } => Want::Free(at(Target::Finished(child))),
            Operation::Try { object: lock, shared } => Want::Try { lock: at(Target::Object(lock)), shared },
            Operation::Notify { condvar, all } => Want::Notify { condvar: at(Target::Object(condvar)), all },
            Operation::Lock { object: lock, shared } => Want::Lock { lock: at(Target::Object(lock)), shared },
            Operation::Wake { condvar, mutex, deadline } => Want::Wake {
                condvar: at(Target::Object(condvar)),
                lock: at(Target::Object(mutex)),
                notified: at(Target::Notified(thread)),
                deadline,
            },
            Operation::Pass { barrier, round } => Want::After(at(Target::Round(barrier, round))),
            Operation::Join { child } => Want::After(at(Target::Finished(child))),
            Operation::Send { channel } => Want::Send(at(Target::Object(channel))),
            Operation::HandOver { channel, taken } => {
                Want::HandOver { channel: at(Target::Object(channel)), taken: taken as u32 }
            }
            Operation::Receive { channel, deadline } => {
                Want::Receive { channel: at(Target::Object(channel)), deadline }
            }
            Operation::Initialise { object: cell } => Want::Initialise(at(Target::Object(cell))),
            Operation::Park { deadline } => Want::Park { token: at(Target::Token(thread)), deadline },
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
