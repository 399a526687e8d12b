//! Revisits: earlier steps that a new step could change.
//!
//! A *part* of an event is the time at which the search added it. A read-modify-write that an earlier revisit made
//! has two parts, because its write was added later than its read. Going back from the last part, each one is either
//! needed by the new step (it is in the step's past) or left out. What is left out must have been added in the usual
//! way, given everything that was there before it and everything that is needed. At the first part for which this
//! fails, the revisits end.

use super::script::{Entry, Script};
use super::{Graphs, place};
use crate::execution::graph::{Access, Accessed, EventId, Graph, View, bit, bits, join_row, set_bit};
use crate::execution::{Choice, Count, Gate, Operation, State, Target, Variant};
use crate::record::{ObjectId, ThreadId};

/// A part of an event, by the time at which it was added.
struct Part {
    stamp: u32,
    event: EventId,
    /// Only its write.
    write: bool,
}

/// All parts except main's beginning and those of `needed` events, latest first.
fn parts(graph: &Graph, needed: &[u64]) -> Vec<Part> {
    let mut parts = Vec::new();
    let count = graph.events.len();
    let others: Vec<u64> = (0..count.div_ceil(64)).map(|word| !needed.get(word).unwrap_or(&0)).collect();
    for event in bits(&others).take_while(|event| *event < count).filter(|event| *event > 0) {
        let happened = &graph.events[event];
        parts.push(Part { stamp: happened.stamp, event, write: false });
        if happened.write_stamp != happened.stamp {
            parts.push(Part { stamp: happened.write_stamp, event, write: true });
        }
    }
    parts.sort_unstable_by_key(|part| std::cmp::Reverse(part.stamp));
    parts
}

/// Was `part` added in the usual way, given what was there before it and what is `needed`? `new` does not count.
fn is_usual(graph: &Graph, part: &Part, needed: &[u64], new: Option<EventId>) -> bool {
    let happened = &graph.events[part.event];
    if happened.kept {
        return false;
    }
    let Some(Accessed { location: Some(location), reads, writes, source, .. }) = happened.access else {
        return true;
    };
    let there = |event: EventId, stamp: u32| Some(event) != new && (stamp <= part.stamp || bit(needed, event));
    let stores = &graph.locations[location].order;
    let no_store_after = |event: Option<EventId>| {
        let after = stores.iter().rev().take_while(|store| store.event != event).filter_map(|store| store.event);
        !after.filter(|store| *store != part.event).any(|store| there(store, graph.events[store].write_stamp))
    };
    let is_whole = happened.stamp == happened.write_stamp;
    if reads && !part.write && !no_store_after(source) {
        return false;
    }
    if !writes || !(part.write || is_whole) {
        return true;
    }
    let reads_it =
        |event: &EventId| graph.events[*event].access.is_some_and(|a| a.reads && a.source == Some(part.event));
    let mut readers = (1..graph.events.len()).filter(reads_it);
    no_store_after(Some(part.event)) && !readers.any(|reader| there(reader, graph.events[reader].stamp))
}

/// A way for a waiting thread to come earlier.
struct Earlier {
    operation: Operation,
    target: Target,
    /// The events that must have happened.
    needed: Vec<u64>,
    /// The thread stops waiting on its condition variable, so it must not have been woken.
    leaves: bool,
}

/// The place that another event gives up.
struct Taken {
    gate: Gate,
    /// The thread has been woken there.
    woken: bool,
    since: u32,
    precedence: u64,
    /// Without the other event it is not yet time: the thread times out early, and in no other way.
    early: bool,
}

/// Suppose two waits end spuriously or early in a state in which no thread can run, each without the other. That is one
/// execution, not two, so one of them takes precedence. Did an event that should have come later come before that of
/// `thread`, with nothing since that `thread` notices?
pub(super) fn comes_late(state: &State, thread: ThreadId, stays: &dyn Fn(EventId) -> bool) -> bool {
    let graph = &state.graph;
    if !graph.has_precedence(thread) {
        return false;
    }
    let target = match state.threads[thread].pending {
        Operation::Wake { condvar, .. } => Some(Target::Object(condvar)),
        operation => operation.target(thread),
    };
    let events = (1..graph.events.len()).filter(|event| stays(*event));
    let notices = |event: EventId| {
        graph.events[event].thread == thread
            || graph.touches(event).iter().any(|touch| touch.races && Some(touch.target) == target)
    };
    let first = |event: EventId| graph.events[event].precedence >> thread & 1 == 1;
    let last = events.filter(|event| notices(*event) || first(*event)).last();
    last.is_some_and(|event| first(event) && !notices(event))
}

impl Graphs {
    /// The next operation of `thread`, if it is on an object other than an atomic, takes the place of earlier
    /// operations there.
    pub(super) fn takes_places(&mut self, state: &State, thread: ThreadId) {
        let operation = state.threads[thread].pending;
        let prefix = state.graph.prefix(thread);
        if let Operation::Wake { condvar, .. } = operation {
            let woken = state.threads[thread].woken_by;
            if let Some(by) = woken {
                let mut needed = prefix.clone();
                join_row(&mut needed, state.graph.past(by));
                set_bit(&mut needed, by);
                let target = operation.target(thread).expect("a mutex");
                self.take_places(state, thread, &Earlier { operation, target, needed, leaves: false });
            }
            if state.threads[thread].left.is_none() {
                let target = Target::Object(condvar);
                self.take_places(state, thread, &Earlier { operation, target, needed: prefix, leaves: true });
            }
        } else if let Some(target) = operation.target(thread) {
            self.take_places(state, thread, &Earlier { operation, target, needed: prefix, leaves: false });
        }
    }

    fn take_places(&mut self, state: &State, thread: ThreadId, earlier: &Earlier) {
        let graph = &state.graph;
        // Usually the last event that touched the target is already in the past, and so are those before it.
        let nobody_else = || state.touched_last(earlier.target).is_none_or(|event| bit(&earlier.needed, event));
        let may_time_out = earlier.operation.deadline().is_some() || graph.has_timed_out();
        if !may_time_out && !state.threads[0].finished && nobody_else() {
            return;
        }
        let mut gate = state.gate(earlier.target);
        let mut woken = state.threads[thread].is_woken();
        // The last step of the main thread ends all other threads.
        let end = state.threads[0].finished.then(|| graph.last(0)).flatten();
        let deadline = earlier.operation.deadline();
        let later = |stays: &dyn Fn(EventId) -> bool| {
            deadline.and_then(|deadline| graph.later_than(thread, deadline, stays))
        };
        let mut due = later(&|_| true).is_some();
        for part in parts(graph, &earlier.needed) {
            if !is_usual(graph, &part, &earlier.needed, None) {
                return;
            }
            if part.write {
                continue;
            }
            woken &= state.threads[thread].woken_by != Some(part.event);
            let touch = graph.touches(part.event).iter().find(|touch| touch.target == earlier.target);
            if let Some(touch) = touch {
                gate -= touch.change;
            }
            // Any thread could have prevented a time-out that came because no thread could run.
            let last_resort = graph.events[part.event].variant == Variant::LastResort;
            let ends = end == Some(part.event);
            let races = touch.is_some_and(|touch| touch.races);
            let still_due = due
                && later(&|event| graph.events[event].stamp < part.stamp || bit(&earlier.needed, event)).is_some();
            let early = std::mem::replace(&mut due, still_due) != still_due && !races && !last_resort && !ends;
            if last_resort || ends || races || early {
                let precedence = match (races, ends || early) {
                    (true, _) => 0,
                    // Of two spurious or early wake-ups here, that of the first thread comes first.
                    (false, true) => u64::MAX >> (63 - thread) >> 1 | 1 << 63,
                    (false, false) => 1 << graph.events[part.event].thread,
                };
                let place = Taken { gate, woken, since: part.stamp, precedence, early };
                self.take_place(state, thread, earlier, &place);
            }
        }
    }

    /// `thread` takes the place at which the target has this gate, in every possible way.
    fn take_place(
        &mut self,
        state: &State,
        thread: ThreadId,
        earlier: &Earlier,
        &Taken { gate, woken, since, precedence, early }: &Taken,
    ) {
        let operation = earlier.operation;
        let graph = &state.graph;
        let stays = |event: EventId| graph.events[event].stamp < since || bit(&earlier.needed, event);
        let mut ways = Vec::new();
        let deadline = operation.deadline();
        let due = deadline.is_some_and(|deadline| graph.later_than(thread, deadline, &stays).is_some());
        let late = if due { Variant::Due } else { Variant::Early };
        match operation {
            Operation::Wake { deadline, spurious, .. } if earlier.leaves => {
                if !woken {
                    ways.extend(spurious.then_some(Variant::Spurious));
                    ways.extend(deadline.map(|_| late));
                }
            }
            _ => {
                if operation.ready(gate) {
                    ways.push(Variant::Usual);
                    if let Operation::Notify { all: false, .. } = operation {
                        ways.extend((1..gate[Count::ONE].max(1)).map(|n| Variant::Waiter(n as u8)));
                    }
                    if let Operation::Wake { deadline: Some(_), .. } = operation
                        && state.threads[thread].notified
                    {
                        ways.push(late);
                    }
                }
                ways.extend([Variant::Spurious, late].into_iter().filter(|way| operation.ends_early(*way, gate)));
            }
        }
        if !ways.is_empty() && state.would_spin(thread, &stays) {
            return;
        }
        for variant in ways {
            let gift = variant.is_a_gift();
            // A time-out that is due now may not have been due then.
            let late = gift && variant != Variant::Due && comes_late(state, thread, &stays);
            if late || (precedence != 0 && !gift) || (early && variant != Variant::Early) {
                continue;
            }
            if self.is_affordable(state, variant, &stays) {
                let mut script = Script::of(state, stays);
                let choice = Choice { thread, variant };
                script.entries.push(Entry { precedence, ..Entry::new(choice, place(state, thread), true) });
                self.open.push(script);
            }
        }
    }

    /// Is the budget for `variant` not used up, if only these events stay?
    fn is_affordable(&self, state: &State, variant: Variant, stays: &dyn Fn(EventId) -> bool) -> bool {
        let events =
            || state.graph.events.iter().enumerate().filter(|(id, _)| stays(*id)).map(|(_, event)| event.variant);
        let fails = |variant: &Variant| matches!(variant, Variant::Fails(_));
        let (spent, allowed) = match variant {
            Variant::Spurious => (events().filter(|v| *v == variant).count(), state.settings.spurious_wakeups),
            Variant::Early => (events().filter(|v| *v == variant).count(), state.settings.early_timeouts),
            Variant::Fails(_) => (events().filter(fails).count(), state.settings.weak_failures),
            _ => return true,
        };
        spent < allowed
    }

    /// `thread` is about to do `access`. If that stores something, earlier loads may read it, whichever store it
    /// would read itself, even one that another read-modify-write has read: that one may be left out, or may read
    /// this store.
    pub(super) fn stores(&mut self, state: &mut State, thread: ThreadId, object: ObjectId, access: Access) {
        let location = state.location(object);
        let places = state.places(thread, location, access);
        let weak = state.settings.weak;
        if !access.reads() {
            let last = places.end - 1;
            self.tries(state, thread, location, access, last, |search, state, event| {
                search.revisits(state, event, None);
            });
            return;
        }
        for place in places.rev() {
            let order = &state.graph.locations[location].order;
            if access.writes(order[place].value).is_none()
                || (place + 1 < order.len() && state.spins_with(thread, &order[place]))
            {
                continue;
            }
            let is_last = place + 1 == order.len();
            let taken = state.graph.is_update(location, place + 1);
            self.tries(state, thread, location, access, place, |search, state, event| {
                if is_last || taken || View::of(&state.graph, |_| true).is_consistent(weak) {
                    search.revisits(state, event, None);
                }
            });
        }
    }

    /// The last step of the script is a load that was added earlier. It now reads a different store, and what it
    /// writes is new.
    pub(super) fn rewrites(&mut self, state: &mut State, choice: Choice, object: ObjectId, access: Access) {
        let location = state.location(object);
        let Variant::From(name) = choice.variant else { return };
        let Some(place) = state.place_of(location, name) else { return };
        if access.writes(state.graph.locations[location].order[place].value).is_none() {
            return;
        }
        let stamp = self.script.entries[self.next].stamp;
        self.tries(state, choice.thread, location, access, place, |search, state, event| {
            search.revisits(state, event, stamp);
        });
    }

    /// Evaluates `ask` as if `thread` had done `access` at `place`.
    fn tries(
        &mut self,
        state: &mut State,
        thread: ThreadId,
        location: usize,
        access: Access,
        place: usize,
        ask: impl FnOnce(&mut Self, &State, EventId),
    ) {
        let mut graph = std::mem::take(&mut state.graph);
        graph.tries(thread, location, access, place, |graph, event| {
            std::mem::swap(graph, &mut state.graph);
            ask(self, state, event);
            std::mem::swap(graph, &mut state.graph);
        });
        state.graph = graph;
    }

    /// Loads that were added before `new`, the last event, read its store. `stamp`: when the read of `new` was added,
    /// if not now.
    fn revisits(&mut self, state: &State, new: EventId, stamp: Option<u32>) {
        let graph = &state.graph;
        let location = graph.events[new].access.and_then(|access| access.location);
        let needed = graph.past(new);
        for part in parts(graph, needed).into_iter().filter(|part| part.event != new) {
            if !is_usual(graph, &part, needed, Some(new)) {
                return;
            }
            let read = graph.events[part.event].access.filter(|access| access.reads && access.location == location);
            if let Some(read) = read.filter(|_| !part.write) {
                self.revisit(state, (new, stamp), (part.event, read));
            }
        }
    }

    /// `reader` reads the store of `new`, at every possible place in modification order.
    fn revisit(
        &mut self,
        state: &State,
        (new, stamp): (EventId, Option<u32>),
        (reader, read): (EventId, Accessed),
    ) {
        let (graph, weak) = (&state.graph, state.settings.weak);
        let location = read.location.expect("an atomic");
        let (needed, since) = (graph.past(new), graph.events[reader].stamp);
        let stays = |event: EventId| event != new && (graph.events[event].stamp < since || bit(needed, event));
        let made = graph.events[new].access.expect("a store");
        let order = &graph.locations[location];
        let value = order.order[order.place(Some(new))].value;
        let writes = read.access.writes(value).is_some();
        let again = Accessed { order: read.access.order_at(value), writes, source: Some(new), ..read };
        let mut view = View::of(graph, |event| event == new || event == reader || stays(event));
        view.forgets(reader);
        let places = match made.reads {
            true => {
                let after = view.place_beside(new, made.source) + 1;
                after..after + 1
            }
            false => {
                let known = graph.newest_known_store(new, location);
                view.place_beside(new, known) + 1..view.stores_beside(new) + 1
            }
        };
        let newest = graph.newest_known_store(reader, location);
        for place in places {
            // Nothing comes between a read-modify-write and the store it reads, and the reader may know of a later
            // store.
            if view.is_update(new, place) || view.place_beside(new, newest) >= place {
                continue;
            }
            view.place(new, place);
            let pred = state.name(view.store_at(new, place - 1));
            let variant = if made.reads { Variant::From(pred) } else { Variant::After(pred) };
            let name = state.name(Some(new));
            let may_fail =
                writes && read.access.is_weak() && self.is_affordable(state, Variant::Fails(name), &stays);
            let fails = Accessed { order: read.access.failure, writes: false, ..again };
            for (way, access) in [(Variant::From(name), again), (Variant::Fails(name), fails)] {
                if way == Variant::From(name) || may_fail {
                    view.reads(reader, new, access);
                    let consistent = view.is_consistent(weak);
                    view.forgets(reader);
                    if consistent {
                        self.begins_with(state, (new, stamp, variant), (reader, way, access.writes), &stays);
                    }
                }
            }
        }
    }

    /// Pushes an execution in which these events stay, `new` comes as `variant` says, and `reader` reads its store as
    /// `way` says.
    fn begins_with(
        &mut self,
        state: &State,
        (new, stamp, variant): (EventId, Option<u32>, Variant),
        (reader, way, writes): (EventId, Variant, bool),
        stays: &dyn Fn(EventId) -> bool,
    ) {
        let (thread, read) = (state.graph.events[new].thread, &state.graph.events[reader]);
        let mut script = Script::of(state, |event| event != reader && stays(event));
        let made = Entry::new(Choice { thread, variant }, place(state, thread), false);
        script.entries.push(Entry { stamp, ..made });
        let fails = matches!(way, Variant::Fails(_));
        let again = Entry::new(Choice { thread: read.thread, variant: way }, state.places[reader - 1], fails);
        script.entries.push(Entry { stamp: Some(read.stamp), write_stamp: Some(read.stamp), ..again });
        script.rewrites = writes;
        self.open.push(script);
    }
}
