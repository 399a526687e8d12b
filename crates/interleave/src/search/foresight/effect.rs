//! What a step does: learned when it is taken for the first time, and the same whenever its thread knows the same and
//! finds the same.

use super::shadow::{Gate, Shadow, Thing};
use super::want::Want;
use crate::execution::{Mode, ObjectState, State, Target, Thread, mix, stable};
use crate::search::sleep::Touch;
use std::rc::Rc;
use std::time::Duration;

/// Everything that a step changes.
#[derive(Debug, PartialEq)]
pub(super) struct Effect {
    pub(super) touched: Rc<[Touch]>,
    pub(super) changes: Vec<(u64, Change)>,
    /// What its thread is then.
    pub(super) after: Actor,
    pub(super) spawned: Vec<Actor>,
    /// How many objects it created.
    pub(super) created: usize,
}

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
        readers: isize,
    },
    Channel {
        /// Its content and gate, but for the senders and the clock, which commute.
        set: Option<Thing>,
        senders: isize,
        clock: Duration,
    },
}

impl Actor {
    pub(super) fn of(thread: usize, state: &State) -> Self {
        let actor = &state.threads[thread];
        Actor { history: found_out(actor), want: (!actor.finished).then(|| Want::of(thread, state)) }
    }
}

fn found_out(thread: &Thread) -> u64 {
    mix(mix(thread.key, thread.history), thread.clock.as_nanos() as u64)
}

impl Effect {
    /// What the step did that has led from `before` to `state`.
    pub(super) fn of(state: &State, before: &Shadow, touched: Rc<[Touch]>) -> Self {
        let created = &state.objects[before.objects..];
        let old = |target: &Target| !matches!(*target, Target::Object(object) if object >= before.objects);
        let clock = state.threads[state.current].clock;
        let mut changes = Vec::new();
        for access in state.footprint.accesses().iter().filter(|access| old(&access.target)) {
            let name = stable(access.target, state);
            let change = Change::of(before.at(name), thing(access.target, state), access.mode, clock);
            changes.extend(change.map(|change| (name, change)));
        }
        // A clone of a sender orders nothing: nobody can see it before all are dropped.
        for channel in state.footprint.cloned().iter().filter(|object| **object < before.objects) {
            let change = Change::Channel { set: None, senders: 1, clock: Duration::ZERO };
            changes.push((state.objects[*channel].key, change));
        }
        let new = before.objects..state.objects.len();
        changes.extend(new.map(|id| (state.objects[id].key, Change::Set(thing(Target::Object(id), state)))));
        Effect {
            touched,
            changes,
            after: Actor::of(state.current, state),
            spawned: (before.threads.len()..state.threads.len()).map(|thread| Actor::of(thread, state)).collect(),
            created: created.len(),
        }
    }
}

impl Change {
    /// What leads from `before` to `after`, made by a thread at its `clock`.
    fn of(before: Thing, after: Thing, mode: Mode, clock: Duration) -> Option<Self> {
        let wrote = mode == Mode::Write;
        let more = |after: usize, before: usize| after as isize - before as isize;
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

    /// What becomes of `thing`.
    pub(super) fn apply(self, thing: Thing) -> Thing {
        match (self, thing.gate) {
            (Change::Set(after), _) => after,
            (Change::Lock { content, writer, readers: more }, Gate::Lock { writer: held, readers }) => Thing {
                content: content.unwrap_or(thing.content),
                gate: Gate::Lock { writer: writer.unwrap_or(held), readers: readers.saturating_add_signed(more) },
            },
            (Change::Channel { set, senders: more, clock: at_least }, Gate::Channel { senders, clock, .. }) => {
                let mut thing = set.unwrap_or(thing);
                if let Gate::Channel { senders: now, clock: then, .. } = &mut thing.gate {
                    *now = senders.saturating_add_signed(more);
                    *then = clock.max(at_least);
                }
                thing
            }
            _ => thing,
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
            gate: Gate::Lock { writer: writer.is_some(), readers: readers.len() },
        },
        ObjectState::Condvar { waiters, .. } => Thing {
            content: waiters.iter().fold(clock, |hash, waiter| mix(hash, state.threads[*waiter].key)),
            gate: Gate::Condvar { waiters: waiters.len() },
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
                    capacity: channel.capacity,
                    length: channel.items.len(),
                    taken: channel.taken,
                    senders: channel.senders,
                    receiver: channel.receiver,
                    clock: object.clock,
                },
            }
        }
    }
}
