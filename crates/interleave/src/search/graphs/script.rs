//! The beginning of an execution that is still to be run: a graph, written as steps in a possible order.

use super::place;
use crate::execution::graph::EventId;
use crate::execution::{Choice, Name, State, Variant};
use crate::record::{Place, ThreadId};

/// How an execution begins.
pub(super) struct Script {
    pub(super) entries: Vec<Entry>,
    /// The last step is a load from an earlier execution that now reads a different store. If it also writes, the
    /// write is new.
    pub(super) rewrites: bool,
    /// Where each thread is after the script, if it has been spawned by then. Threads that take the last steps are
    /// left out.
    places: Vec<Option<Option<Place>>>,
    /// The estimated share of the search that it represents, including everything after it.
    pub(super) share: f64,
}

impl Default for Script {
    /// The script of the first execution.
    fn default() -> Self {
        Script { entries: Vec::new(), rewrites: false, places: Vec::new(), share: 1.0 }
    }
}

/// A step of a script.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub(super) choice: Choice,
    /// Where its thread must be. If it is elsewhere, the program behaves differently under the same schedule.
    pub(super) place: Option<Place>,
    /// When the step was added, and when its write was; `None`: now.
    pub(super) stamp: Option<u32>,
    pub(super) write_stamp: Option<u32>,
    pub(super) kept: bool,
    pub(super) precedence: u64,
}

impl Entry {
    /// A step that is added now.
    pub(super) fn new(choice: Choice, place: Option<Place>, kept: bool) -> Self {
        Entry { choice, place, stamp: None, write_stamp: None, kept, precedence: 0 }
    }
}

impl Script {
    /// Everything that has happened so far, and then `choice`.
    pub(super) fn onward(state: &State, choice: Choice) -> Script {
        let mut script = Script::of(state, |_| true);
        let unusual = !matches!(choice.variant, Variant::From(_) | Variant::After(_));
        script.entries.push(Entry::new(choice, place(state, choice.thread), unusual));
        script
    }

    /// The events that are `kept`, in the order in which they happened.
    pub(super) fn of(state: &State, kept: impl Fn(EventId) -> bool) -> Script {
        let graph = &state.graph;
        // The first event is main's beginning, which is not a step.
        let events = (1..graph.events.len()).filter(|event| kept(*event));
        let entry = |event: EventId| {
            let Some(choice) = state.choices.get(event - 1) else { unreachable!("a step for each event") };
            let (happened, place) = (&graph.events[event], state.places[event - 1]);
            let variant = match happened.access.filter(|access| !access.is_fence()) {
                None => choice.variant,
                Some(access) if matches!(choice.variant, Variant::Fails(_)) => {
                    Variant::Fails(state.name(access.source))
                }
                Some(access) if access.reads => Variant::From(state.name(access.source)),
                Some(_) => {
                    Variant::After(before(state, event, &|other| other < event && (other == 0 || kept(other))))
                }
            };
            Entry {
                choice: Choice { thread: happened.thread, variant },
                place,
                stamp: Some(happened.stamp),
                write_stamp: Some(happened.write_stamp),
                kept: happened.kept,
                precedence: happened.precedence,
            }
        };
        let mut entries: Vec<Entry> = events.map(entry).collect();
        // The order of two spurious or early wake-ups matters only among the same steps.
        let dropped =
            (1..graph.events.len()).filter(|event| !kept(*event)).map(|event| graph.events[event].stamp).min();
        for entry in entries.iter_mut().filter(|entry| entry.stamp > dropped && dropped.is_some()) {
            entry.precedence = 0;
        }
        let spawned = |thread: ThreadId| graph.spawned_by(thread).is_none_or(|by| by == 0 || kept(by));
        let threads = state.threads.iter().enumerate();
        let mut places: Vec<_> = threads.map(|(id, thread)| spawned(id).then_some(thread.place)).collect();
        for event in (1..graph.events.len().min(state.places.len() + 1)).rev().filter(|event| !kept(*event)) {
            let place = &mut places[graph.events[event].thread];
            *place = place.map(|_| state.places[event - 1]);
        }
        Script { entries, places, ..Script::default() }
    }

    /// A thread that is not where it should be after the script, and where it should be.
    pub(super) fn differs(&self, state: &State) -> Option<(ThreadId, Option<Place>)> {
        let last = self.entries.len().saturating_sub(2);
        let moved = |thread: ThreadId| self.entries[last..].iter().any(|entry| entry.choice.thread == thread);
        let threads = self.places.iter().enumerate().take(state.threads.len());
        let mut known = threads.filter_map(|(thread, place)| Some((thread, (*place)?)));
        known.find(|(thread, place)| state.threads[*thread].place != *place && !moved(*thread))
    }
}

/// The store that precedes that of `event`, among those that are `kept`.
fn before(state: &State, event: EventId, kept: &dyn Fn(EventId) -> bool) -> Name {
    let location = state.graph.events[event].access.and_then(|access| access.location).expect("a store");
    let order = &state.graph.locations[location].order;
    let place = state.graph.locations[location].place(Some(event));
    let stores = order[..place].iter().rev();
    let found = stores.filter(|store| store.event.is_none_or(kept)).map(|store| state.name(store.event)).next();
    found.expect("the initial value is always there")
}
