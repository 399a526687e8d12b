//! The history of each atomic: its stores in modification order, and which of them a thread may still read.

use super::{EventId, Graph, set_bit};
use crate::execution::hash::mix;
use crate::record::ThreadId;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// An operation on an atomic that a thread has announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Access {
    pub(crate) kind: Kind,
    /// The ordering; for a compare-exchange, the one for success.
    pub(crate) order: Ordering,
    /// The failure ordering of a compare-exchange.
    pub(crate) failure: Ordering,
}

/// What an operation does to an atomic. Values have 64 bits; those of smaller signed types are sign-extended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Load,
    Store(u64),
    Update(Change),
    /// Writes `new` if it reads `expected`; a weak one may fail even then.
    Exchange {
        expected: u64,
        new: u64,
        weak: bool,
    },
}

/// A read-modify-write that always writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) how: How,
    pub(crate) operand: u64,
    /// The width of the type in bits, and whether it is signed.
    pub(crate) bits: u32,
    pub(crate) signed: bool,
}

/// How a read-modify-write computes the new value from the old one and its operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    Swap,
    Add,
    Sub,
    And,
    Nand,
    Or,
    Xor,
    Max,
    Min,
}

impl Change {
    fn of(self, old: u64) -> u64 {
        let by = self.operand;
        let larger = if self.signed { (old as i64) > by as i64 } else { old > by };
        let new = match self.how {
            How::Swap => by,
            How::Add => old.wrapping_add(by),
            How::Sub => old.wrapping_sub(by),
            How::And => old & by,
            How::Nand => !(old & by),
            How::Or => old | by,
            How::Xor => old ^ by,
            How::Max => {
                if larger {
                    old
                } else {
                    by
                }
            }
            How::Min => {
                if larger {
                    by
                } else {
                    old
                }
            }
        };
        let spare = 64 - self.bits;
        match self.signed {
            true => ((new << spare) as i64 >> spare) as u64,
            false => new << spare >> spare,
        }
    }
}

impl Access {
    /// What it writes after it has read `value`; `None` if it does not write.
    pub(crate) fn writes(self, value: u64) -> Option<u64> {
        match self.kind {
            Kind::Load => None,
            Kind::Store(new) => Some(new),
            Kind::Update(change) => Some(change.of(value)),
            Kind::Exchange { expected, new, .. } => (expected == value).then_some(new),
        }
    }

    pub(crate) fn reads(self) -> bool {
        !matches!(self.kind, Kind::Store(_))
    }

    /// The ordering that applies after it has read `value`.
    pub(crate) fn order_at(self, value: u64) -> Ordering {
        match self.kind {
            Kind::Exchange { expected, .. } if expected != value => self.failure,
            _ => self.order,
        }
    }

    /// Can it fail spuriously?
    pub(crate) fn is_weak(self) -> bool {
        matches!(self.kind, Kind::Exchange { weak: true, .. })
    }

    /// What remains of it if it fails: a load.
    pub(crate) fn failed(self) -> Access {
        Access { kind: Kind::Load, order: self.failure, failure: self.failure }
    }

    /// Are all its orderings sequentially consistent?
    pub(crate) fn is_strict(self) -> bool {
        let exchange = matches!(self.kind, Kind::Exchange { .. });
        self.order == Ordering::SeqCst && (!exchange || self.failure == Ordering::SeqCst)
    }
}

/// What an event did to an atomic, or the fence that it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Accessed {
    /// `None` for a fence.
    pub(crate) location: Option<usize>,
    /// The operation that was announced.
    pub(crate) access: Access,
    /// The ordering that applied.
    pub(crate) order: Ordering,
    pub(crate) reads: bool,
    pub(crate) writes: bool,
    /// The store that was read; `None` is the initial value.
    pub(crate) source: Option<EventId>,
}

impl Accessed {
    pub(crate) fn is_fence(&self) -> bool {
        self.location.is_none()
    }

    pub(crate) fn is_strict(&self) -> bool {
        self.order == Ordering::SeqCst
    }
}

/// The stores of one atomic.
pub(crate) struct Location {
    /// In modification order; the first is the initial value.
    pub(crate) order: Vec<Store>,
    /// The events that read a store.
    pub(super) readers: Vec<EventId>,
    /// Those of them that are non-atomic.
    pub(super) plain_readers: Vec<EventId>,
}

/// A store to an atomic.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Store {
    /// `None` for the initial value.
    pub(crate) event: Option<EventId>,
    pub(crate) value: u64,
    /// The virtual time of the thread that made it.
    pub(crate) clock: Duration,
}

impl Location {
    /// The index of the store of `event` in modification order.
    pub(crate) fn place(&self, event: Option<EventId>) -> usize {
        self.order.iter().rposition(|store| store.event == event).expect("a store of this location")
    }

    pub(crate) fn last(&self) -> &Store {
        self.order.last().expect("the initial value")
    }
}

pub(super) fn acquires(order: Ordering) -> bool {
    matches!(order, Ordering::Acquire | Ordering::AcqRel | Ordering::SeqCst)
}

pub(super) fn releases(order: Ordering) -> bool {
    matches!(order, Ordering::Release | Ordering::AcqRel | Ordering::SeqCst)
}

impl Graph {
    /// A new atomic.
    pub(crate) fn add_location(&mut self, value: u64, clock: Duration) -> usize {
        let order = vec![Store { event: None, value, clock }];
        self.locations.push(Location { order, readers: Vec::new(), plain_readers: Vec::new() });
        self.locations.len() - 1
    }

    /// The first store in modification order that `thread` may still read: it knows of no later one (coherence).
    pub(crate) fn floor(&self, thread: ThreadId, location: usize) -> usize {
        self.floor_of(location, &|event| self.knows(thread, event))
    }

    /// The same, for a thread that knows of these events.
    pub(super) fn floor_of(&self, location: usize, knows: &dyn Fn(EventId) -> bool) -> usize {
        let location = &self.locations[location];
        let seen = |store: &Store| {
            let read = |reader: &EventId| self.source(*reader) == store.event && knows(*reader);
            store.event.is_some_and(knows) || location.readers.iter().any(read)
        };
        location.order.iter().rposition(seen).unwrap_or(0)
    }

    fn source(&self, event: EventId) -> Option<EventId> {
        self.events[event].access.expect("an access").source
    }

    /// Was the store at `place` made by a read-modify-write, so that nothing may come between it and the one before?
    pub(crate) fn is_update(&self, location: usize, place: usize) -> bool {
        let store = self.locations[location].order.get(place).and_then(|store| store.event);
        store.is_some_and(|event| self.events[event].access.is_some_and(|access| access.reads))
    }

    /// `event` does `access` to `location`: it reads the store at `source`, or its store gets the index `place` in
    /// modification order, or both.
    pub(crate) fn accesses(
        &mut self,
        event: EventId,
        location: usize,
        access: Access,
        source: Option<usize>,
        write: Option<(usize, u64, Duration)>,
    ) {
        let fails = matches!(access.kind, Kind::Exchange { .. }) && write.is_none();
        let order = if fails { access.failure } else { access.order };
        let read = source.map(|place| self.locations[location].order[place].event);
        self.strict += usize::from(order == Ordering::SeqCst);
        self.events[event].access = Some(Accessed {
            location: Some(location),
            access,
            order,
            reads: read.is_some(),
            writes: write.is_some(),
            source: read.flatten(),
        });
        let mut class = self.events[event].class;
        if let Some(source) = read {
            self.locations[location].readers.push(event);
            class = mix(class, source.map_or(1, |source| self.events[source].class));
            if let Some(source) = source {
                self.reads_from(event, source, order);
            }
        }
        if let Some((place, value, clock)) = write {
            self.locations[location].order.insert(place, Store { event: Some(event), value, clock });
            self.publishes(event, read.flatten(), order);
            class = mix(class, value);
        }
        self.events[event].class = class;
    }

    fn reads_from(&mut self, event: EventId, source: EventId, order: Ordering) {
        self.orders(source, event);
        let published = self.published.row(source).to_vec();
        if acquires(order) {
            self.known.join_bits(event, &published);
            self.past.join_bits(event, &published);
        } else {
            let thread = self.events[event].thread;
            super::join_row(&mut self.strands[thread].pending, &published);
        }
    }

    fn publishes(&mut self, event: EventId, source: Option<EventId>, order: Ordering) {
        if releases(order) {
            let known = self.known.row(event).to_vec();
            self.published.join_bits(event, &known);
            self.published.set(event, event);
        } else {
            let thread = self.events[event].thread;
            let fenced = std::mem::take(&mut self.strands[thread].fenced);
            self.published.join_bits(event, &fenced);
            self.strands[thread].fenced = fenced;
        }
        // Read-modify-writes continue a release sequence.
        if let Some(source) = source {
            self.published.join(event, source);
        }
    }

    /// `event` is a fence.
    pub(crate) fn fences(&mut self, event: EventId, order: Ordering) {
        let thread = self.events[event].thread;
        let access = Access { kind: Kind::Load, order, failure: order };
        self.events[event].access =
            Some(Accessed { location: None, access, order, reads: false, writes: false, source: None });
        self.strict += usize::from(order == Ordering::SeqCst);
        if acquires(order) {
            let pending = std::mem::take(&mut self.strands[thread].pending);
            self.known.join_bits(event, &pending);
            self.past.join_bits(event, &pending);
            self.strands[thread].pending = pending;
        }
        if releases(order) {
            let mut fenced = self.known.row(event).to_vec();
            set_bit(&mut fenced, event);
            self.strands[thread].fenced = fenced;
        }
    }

    /// Does the graph contain a sequentially consistent event?
    pub(super) fn has_strict(&self) -> bool {
        self.strict > 0
    }

    /// The events with which an acquire read of the store of `event` synchronises.
    pub(super) fn published(&self, event: EventId) -> &[u64] {
        self.published.row(event)
    }
}
