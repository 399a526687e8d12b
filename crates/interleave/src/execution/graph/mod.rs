//! The execution graph of the current execution: an event for each step, in program order, with its dependencies.
//!
//! Two relations are stored as sets of events, exact at every step. The *past* of an event is everything that it
//! depends on: program order, reads-from, the order of operations on each lock, channel or condition variable, spawn
//! and join. Its *happens-before* is what Rust's memory model derives from program order and synchronisation: release
//! and acquire, release sequences (of read-modify-writes alone, as in C++20) and fences (Lahav, Vafeiadis, Kang, Hur
//! & Dreyer, *Repairing sequential consistency in C/C++11*, PLDI 2017).

mod atomic;
mod consistency;
mod plain;
mod relation;
mod rows;

pub(crate) use atomic::{Access, Accessed, Change, How, Kind, Location, Store};
pub(crate) use consistency::View;
pub(crate) use rows::{bit, bits, join_row, set_bit};

use super::choice::Variant;
use super::footprint::{Gate, Target};
use super::hash::mix;
use crate::record::ThreadId;
use rows::Rows;
use std::time::Duration;

/// Index of an event in [`Graph::events`], which is in the order of this execution.
pub(crate) type EventId = usize;

/// A step of a thread.
pub(crate) struct Event {
    pub(crate) thread: ThreadId,
    /// How many steps the thread had taken before.
    pub(crate) index: u16,
    pub(crate) variant: Variant,
    /// When the search added the event, which is not when it happens in this execution.
    pub(crate) stamp: u32,
    /// When the search added the write of a read-modify-write.
    pub(crate) write_stamp: u32,
    /// The search will not undo it: it took the place of another event, or is not the thread's usual step.
    pub(crate) kept: bool,
    /// It changed something.
    pub(crate) changed: bool,
    /// The number of the last release in it without a step of its own.
    pub(crate) released: usize,
    /// A bit for each thread whose wait could have ended spuriously or early at the place of this event, in which
    /// case that would have come first.
    pub(crate) precedence: u64,
    /// Its access to an atomic, or its fence.
    pub(crate) access: Option<Accessed>,
    /// The virtual time of its thread when it happened.
    pub(crate) clock: Duration,
    /// A hash of the event and everything that it depends on.
    pub(crate) class: u64,
    /// The index of its first touch.
    touches: u32,
}

/// What an event did to an object other than an atomic.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Touch {
    pub(crate) target: Target,
    /// How that changed the counts that decide which threads can run.
    pub(crate) change: Gate,
    /// Could a different operation on the object have come in its place? Not if it merely follows in the same step,
    /// as an unlock does.
    pub(crate) races: bool,
}

/// A thread's part of the graph.
#[derive(Default)]
struct Strand {
    last: Option<EventId>,
    started_by: Option<EventId>,
    /// The virtual time at which the thread reached its first operation.
    begun: Duration,
    events: u16,
    /// The events with which an acquire fence would synchronise.
    pending: Vec<u64>,
    /// What a relaxed store publishes because of an earlier release fence.
    fenced: Vec<u64>,
}

/// The events so far, and their relations.
#[derive(Default)]
pub(crate) struct Graph {
    pub(crate) events: Vec<Event>,
    touches: Vec<Touch>,
    past: Rows,
    known: Rows,
    /// For a store, the events with which an acquire read of it synchronises.
    published: Rows,
    strands: Vec<Strand>,
    pub(crate) locations: Vec<Location>,
    /// How many stamps have been given out.
    stamps: u32,
    /// How many events are sequentially consistent.
    strict: usize,
    /// The precedences of all events.
    precedence: u64,
    /// The last time-out that came because no thread could run.
    last_resort: Option<EventId>,
    /// The threads that an event let continue by its last action (an unlock, the end of a thread), and that event.
    handed: Vec<(EventId, EventId)>,
}

impl Graph {
    /// Empties the graph but keeps its memory.
    pub(crate) fn clear(&mut self) {
        self.events.clear();
        self.touches.clear();
        self.past.clear();
        self.known.clear();
        self.published.clear();
        self.strands.clear();
        self.locations.clear();
        self.handed.clear();
        (self.stamps, self.strict, self.precedence, self.last_resort) = (0, 0, 0, None);
    }

    /// Adds thread `thread`, started by `by`.
    pub(crate) fn thread_begins(&mut self, thread: ThreadId, by: Option<EventId>) {
        debug_assert_eq!(thread, self.strands.len());
        self.strands.push(Strand { last: by, started_by: by, ..Strand::default() });
    }

    /// Begins a step of `thread`.
    pub(crate) fn begin(&mut self, thread: ThreadId, variant: Variant) -> EventId {
        let event = self.events.len();
        let strand = &mut self.strands[thread];
        let last = strand.last.replace(event);
        let index = strand.events;
        strand.events += 1;
        let touches = self.touches.len() as u32;
        self.past.push();
        self.known.push();
        self.published.push();
        self.stamps += 1;
        let class = last.map_or(0, |last| self.events[last].class);
        self.events.push(Event {
            thread,
            index,
            variant,
            stamp: self.stamps,
            write_stamp: self.stamps,
            kept: false,
            changed: false,
            released: 0,
            precedence: 0,
            access: None,
            clock: Duration::ZERO,
            class,
            touches,
        });
        if let Some(last) = last {
            self.synchronises(last, event);
        }
        event
    }

    /// Sets when the search added `event` and its write; `None` is now.
    pub(crate) fn stamp(&mut self, event: EventId, stamp: Option<u32>, write_stamp: Option<u32>, kept: bool) {
        self.stamps += 1;
        let now = self.stamps;
        let event = &mut self.events[event];
        event.stamp = stamp.unwrap_or(now);
        event.write_stamp = write_stamp.unwrap_or(now);
        event.kept = kept;
        self.stamps = self.stamps.max(event.stamp).max(event.write_stamp);
    }

    /// The waits of these threads could have ended spuriously or early at the place of `event`, and would have come
    /// first.
    pub(crate) fn precedes(&mut self, event: EventId, threads: u64) {
        self.events[event].precedence = threads;
        self.precedence |= threads;
    }

    /// Is there an event that the end of `thread`'s wait would have to precede?
    pub(crate) fn has_precedence(&self, thread: ThreadId) -> bool {
        self.precedence >> thread & 1 == 1
    }

    /// Has a wait timed out because no thread could run?
    pub(crate) fn has_timed_out(&self) -> bool {
        self.last_resort.is_some()
    }

    /// Records that `later` depends on `earlier`.
    pub(crate) fn orders(&mut self, earlier: EventId, later: EventId) {
        if earlier != later {
            self.past.join(later, earlier);
            self.past.set(later, earlier);
        }
    }

    /// Records that `earlier` happens before `later`.
    pub(crate) fn synchronises(&mut self, earlier: EventId, later: EventId) {
        if earlier != later {
            self.orders(earlier, later);
            self.known.join(later, earlier);
            self.known.set(later, earlier);
        }
    }

    /// Everything that `earlier` did happens before `later`, including an access to an atomic with which it began.
    pub(crate) fn hands_over(&mut self, earlier: EventId, later: EventId) {
        self.synchronises(earlier, later);
        if self.handed.last() != Some(&(earlier, later)) {
            self.handed.push((earlier, later));
        }
    }

    /// Records that `event` touched `target`; the next event to touch it depends on this one.
    pub(crate) fn touched(&mut self, event: EventId, touch: Touch, stable: u64, before: Option<EventId>) {
        self.touches.push(touch);
        if touch.races {
            let before = before.map_or(0, |before| self.events[before].class);
            let class = &mut self.events[event].class;
            *class = class.wrapping_add(mix(before, stable));
        }
    }

    /// The event is complete.
    pub(crate) fn sealed(&mut self, event: EventId, key: u64, clock: Duration) {
        let event = &mut self.events[event];
        event.clock = clock;
        let number = match event.variant {
            Variant::Waiter(n) => 8 + u64::from(n),
            Variant::Spurious | Variant::Fails(_) => 2,
            Variant::Early | Variant::Due => 3,
            Variant::LastResort => 4,
            _ => 1,
        };
        event.class = mix(mix(event.class, number), key);
    }

    /// Everything that `event` did to objects other than atomics.
    pub(crate) fn touches(&self, event: EventId) -> &[Touch] {
        let end = self.events.get(event + 1).map_or(self.touches.len(), |next| next.touches as usize);
        &self.touches[self.events[event].touches as usize..end]
    }

    /// What `event` depends on.
    pub(crate) fn past(&self, event: EventId) -> &[u64] {
        self.past.row(event)
    }

    /// The last event of `thread`, or the event that started it.
    pub(crate) fn last(&self, thread: ThreadId) -> Option<EventId> {
        self.strands[thread].last
    }

    /// The event that started `thread`.
    pub(crate) fn spawned_by(&self, thread: ThreadId) -> Option<EventId> {
        self.strands[thread].started_by
    }

    /// The event that started the thread of `event`.
    fn started_by(&self, event: EventId) -> Option<EventId> {
        self.strands[self.events[event].thread].started_by
    }

    /// `event` is a time-out that comes because no thread can run, so it depends on everything so far.
    pub(crate) fn comes_after_all(&mut self, event: EventId) {
        for thread in 0..self.strands.len() {
            if let Some(last) = self.last(thread).filter(|last| *last != event) {
                self.depends_on(event, last);
            }
        }
        self.last_resort = Some(event);
    }

    /// `event` is a spurious or early wake-up; if it had come earlier, such a time-out might not have come.
    pub(crate) fn comes_after_time_outs(&mut self, event: EventId) {
        if let Some(last) = self.last_resort {
            self.depends_on(event, last);
        }
    }

    /// `event` is a time-out that comes because another thread is later than `deadline`.
    pub(crate) fn comes_after_time(&mut self, event: EventId, deadline: Duration) {
        let thread = self.events[event].thread;
        if let Some(later) = self.later_than(thread, deadline, &|_| true) {
            self.depends_on(event, later);
        }
    }

    /// The first of the events that stay after which a thread other than `thread` is later than `deadline`.
    pub(crate) fn later_than(
        &self,
        thread: ThreadId,
        deadline: Duration,
        stays: &dyn Fn(EventId) -> bool,
    ) -> Option<EventId> {
        let others = || self.strands.iter().enumerate().filter(|(other, _)| *other != thread);
        let begun =
            others().filter(|(_, strand)| strand.begun > deadline).filter_map(|(_, strand)| strand.started_by);
        let is_later =
            |event: &EventId| self.events[*event].thread != thread && self.events[*event].clock > deadline;
        let events = (0..self.events.len()).filter(is_later);
        begun.chain(events).filter(|event| *event == 0 || stays(*event)).min()
    }

    /// `thread` has reached its first operation.
    pub(crate) fn begun(&mut self, thread: ThreadId, clock: Duration) {
        self.strands[thread].begun = clock;
    }

    fn depends_on(&mut self, event: EventId, earlier: EventId) {
        self.orders(earlier, event);
        let class = mix(self.events[earlier].class, 5);
        self.events[event].class = self.events[event].class.wrapping_add(class);
    }

    /// What the next event of `thread` would depend on in any case.
    pub(crate) fn prefix(&self, thread: ThreadId) -> Vec<u64> {
        let mut prefix = Vec::new();
        if let Some(last) = self.last(thread) {
            join_row(&mut prefix, self.past.row(last));
            set_bit(&mut prefix, last);
        }
        prefix
    }

    /// Does `event` happen before the next step of `thread`?
    pub(crate) fn knows(&self, thread: ThreadId, event: EventId) -> bool {
        self.last(thread).is_some_and(|last| last == event || self.known.has(last, event))
    }

    /// Does `earlier` happen before `later`?
    pub(crate) fn happens_before(&self, earlier: EventId, later: EventId) -> bool {
        self.known.has(later, earlier)
    }

    /// A hash of the graph, which is the same for the same events with the same dependencies.
    pub(crate) fn class(&self, keys: impl Iterator<Item = u64>) -> u64 {
        let threads = keys.zip(&self.strands).map(|(key, strand)| {
            let own = strand.last.filter(|_| strand.events > 0);
            mix(key, own.map_or(0, |last| self.events[last].class))
        });
        let stores = |location: &Location| {
            let classes =
                location.order.iter().map(|store| store.event.map_or(0, |event| self.events[event].class));
            classes.fold(0, mix)
        };
        threads.chain(self.locations.iter().map(stores)).fold(0, u64::wrapping_add)
    }
}
