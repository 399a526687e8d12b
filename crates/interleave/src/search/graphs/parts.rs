//! The parts of events, and whether each was added in the usual way.
//!
//! A *part* of an event is the time at which the search added it. A read-modify-write that an earlier revisit made
//! has two parts, because its write was added later than its read. Going back from the last part, each one is either
//! needed by the new step (it is in the step's past) or left out. What is left out must have been added in the usual
//! way, given everything that was there before it and everything that is needed. At the first part for which this
//! fails, [`revisits`](super::revisits) and [`places`](super::places) stop.

use crate::execution::graph::{Accessed, EventId, Graph, bit, bits};

/// A part of an event, by the time at which it was added.
pub(super) struct Part {
    pub(super) stamp: u32,
    pub(super) event: EventId,
    /// Only its write.
    pub(super) write: bool,
}

/// All parts except main's beginning and those of `needed` events, latest first.
pub(super) fn parts(graph: &Graph, needed: &[u64]) -> Vec<Part> {
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
pub(super) fn is_usual(graph: &Graph, part: &Part, needed: &[u64], new: Option<EventId>) -> bool {
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
