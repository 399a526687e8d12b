//! What a step changes, so that its shadow can change the same: at each target, and of its thread.

use super::shadow::{Gate, Shadow, Thing};
use super::want::Want;
use crate::execution::{Mode, ObjectState, State, Target, Thread, mix};
use std::time::Duration;

/// A thread, as far as others can tell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Actor {
    /// Stands for what it has found out.
    pub(super) history: u64,
    /// What it has announced; `None`: it has finished.
    pub(super) want: Option<Want>,
}

/// What a step changes at a target. Steps that are in no order must be able to come in any.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Change {
    Set(Thing),
    Lock {
        content: Option<u64>,
        writer: Option<bool>,
        readers: i32,
    },
    Channel {
        /// Its content and gate, but for the senders and the clock, which commute.
        set: Option<Thing>,
        senders: i32,
        clock: Duration,
    },
}

impl Actor {
    pub(super) fn of(thread: usize, state: &State, shadow: &mut Shadow) -> Self {
        let actor = &state.threads[thread];
        Actor { history: found_out(actor), want: (!actor.finished).then(|| Want::of(thread, state, shadow)) }
    }
}

fn found_out(thread: &Thread) -> u64 {
    mix(mix(thread.key, thread.history), thread.clock.as_nanos() as u64)
}

impl Change {
    /// What leads from `before` to `after`, made by a thread at its `clock`.
    pub(super) fn of(before: &Thing, after: Thing, mode: Mode, clock: Duration) -> Option<Self> {
        let wrote = mode == Mode::Write;
        let more = |after: u32, before: u32| after as i32 - before as i32;
        match (before.gate, after.gate) {
            (Gate::Lock { writer, readers }, Gate::Lock { writer: now_writer, readers: now_readers }) => {
                Some(Change::Lock {
                    content: wrote.then_some(after.content),
                    writer: (writer != now_writer).then_some(now_writer),
                    readers: more(now_readers, readers),
                })
            }
            (Gate::Channel { senders, .. }, Gate::Channel { senders: now_senders, .. }) => {
                let clock = if mode == Mode::Read { Duration::ZERO } else { clock };
                Some(Change::Channel {
                    set: wrote.then_some(after.but_for_senders()),
                    senders: more(now_senders, senders),
                    clock,
                })
            }
            _ => wrote.then_some(Change::Set(after)),
        }
    }

    /// Changes `thing`.
    pub(super) fn apply(&self, thing: &mut Thing) {
        match (self, &mut thing.gate) {
            (Change::Set(after), _) => *thing = *after,
            (Change::Lock { content, writer, readers: more }, Gate::Lock { writer: held, readers }) => {
                *held = writer.unwrap_or(*held);
                *readers = readers.saturating_add_signed(*more);
                thing.content = content.unwrap_or(thing.content);
            }
            (Change::Channel { set, senders: more, clock: at_least }, Gate::Channel { senders, clock, .. }) => {
                let (senders, clock) = (senders.saturating_add_signed(*more), *at_least.max(clock));
                if let Some(after) = set {
                    *thing = *after;
                }
                if let Gate::Channel { senders: now, clock: then, .. } = &mut thing.gate {
                    (*now, *then) = (senders, clock);
                }
            }
            _ => {}
        }
    }
}

impl Thing {
    /// A channel, without what steps may change in any order.
    fn but_for_senders(mut self) -> Self {
        if let Gate::Channel { senders, clock, .. } = &mut self.gate {
            (*senders, *clock) = (0, Duration::ZERO);
        }
        self
    }
}

/// What can be found at `target`, and whom it lets go on.
pub(super) fn thing(target: Target, state: &State) -> Thing {
    let flag = |set: bool, content: u64| Thing { content, gate: Gate::Set(set) };
    match target {
        Target::Object(id) => object(id, state),
        Target::Token(thread) => flag(state.threads[thread].token, 0),
        Target::Notified(thread) => {
            let waiter = &state.threads[thread];
            flag(waiter.notified, waiter.clock.as_nanos() as u64)
        }
        Target::Finished(thread) => {
            let thread = &state.threads[thread];
            flag(thread.finished, found_out(thread))
        }
        Target::Round(barrier, _) => flag(true, state.objects[barrier].clock.as_nanos() as u64),
        Target::Spurious | Target::Early | Target::LastResort => Thing::default(),
    }
}

fn object(id: usize, state: &State) -> Thing {
    let object = &state.objects[id];
    let clock = object.clock.as_nanos() as u64;
    let held = mix(object.version, clock);
    match &object.state {
        ObjectState::Atomic => Thing { content: held, gate: Gate::Open },
        ObjectState::Lock { writer, readers, poisoned } => Thing {
            content: mix(held, u64::from(*poisoned)),
            gate: Gate::Lock { writer: writer.is_some(), readers: readers.len() as u32 },
        },
        ObjectState::Condvar { waiters, .. } => Thing {
            content: waiters.iter().fold(clock, |hash, waiter| mix(hash, state.threads[*waiter].key)),
            gate: Gate::Condvar { waiters: waiters.len() as u32 },
        },
        ObjectState::Barrier { arrived, round, .. } => {
            Thing { content: mix(mix(clock, *arrived as u64), *round as u64), gate: Gate::Open }
        }
        ObjectState::OnceLock { initialiser } => {
            Thing { content: mix(held, u64::from(initialiser.is_some())), gate: Gate::Set(initialiser.is_some()) }
        }
        ObjectState::Channel(channel) => {
            let items = channel.items.iter();
            let items = items.fold(0, |hash, (item, sent)| mix(mix(hash, *item), sent.as_nanos() as u64));
            let counts = mix(channel.sent as u64, channel.taken as u64);
            let flags = u64::from(channel.receiver) | u64::from(channel.expecting) << 1;
            Thing {
                content: mix(mix(items, counts), flags),
                gate: Gate::Channel {
                    capacity: channel.capacity.map(|capacity| capacity as u32),
                    length: channel.items.len() as u32,
                    taken: channel.taken as u32,
                    senders: channel.senders as u32,
                    receiver: channel.receiver,
                    clock: object.clock,
                },
            }
        }
    }
}
