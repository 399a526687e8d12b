//! Revisits: earlier loads that a new store could change. See [`parts`](super::parts) for how far back.

use super::parts::{is_usual, parts};
use super::script::{Entry, Script};
use super::{Graphs, place};
use crate::execution::graph::{Access, Accessed, EventId, View, bit};
use crate::execution::{Choice, State, Variant};
use crate::record::{ObjectId, ThreadId};

impl Graphs {
    /// Is the budget for `variant` not used up, if only these events stay?
    pub(super) fn is_affordable(&self, state: &State, variant: Variant, stays: &dyn Fn(EventId) -> bool) -> bool {
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
