//! Decides whether a graph is an execution that the memory model allows. A [`View`] is a part of a graph, with the
//! changes that a search would make to it; nothing has to be run.
//!
//! The axioms are RC11's (Lahav et al. 2017) with C++20's amendments (P0668). The total order of sequentially
//! consistent operations is consistent with *program order; happens-before; program order*, and with
//! *coherence-ordered before*. The latter also goes through reads ([atomics.order] 3.4), while the paper uses only
//! modification order and from-read. [`Graph::floor`] already ensures coherence and the atomicity of
//! read-modify-writes, so only the order of sequentially consistent operations is left to check here. If every access
//! is sequentially consistent, the axioms say just that the union of program order, reads-from, modification order,
//! from-read, and the order of all other objects has no cycle.

use super::relation::Relation;
use super::rows::bits;
use super::{Accessed, EventId, Graph, bit};
use std::sync::atomic::Ordering;

/// The accesses of a part of a graph.
pub(crate) struct View<'a> {
    graph: &'a Graph,
    nodes: Vec<Node>,
    /// For each location, its stores in modification order, as indices of nodes, without the initial one.
    orders: Vec<Vec<usize>>,
    /// The index of each event in `nodes`, or `ABSENT`.
    at: Vec<u32>,
    /// For the last access of its thread: what happens before it, if that differs from the graph.
    known: Option<(EventId, Vec<u64>)>,
}

const ABSENT: u32 = u32::MAX;

struct Node {
    event: EventId,
    access: Accessed,
}

impl<'a> View<'a> {
    /// The accesses of the events that are `kept`.
    pub(crate) fn of(graph: &'a Graph, kept: impl Fn(EventId) -> bool) -> Self {
        let mut view = View {
            graph,
            nodes: Vec::new(),
            orders: vec![Vec::new(); graph.locations.len()],
            at: vec![ABSENT; graph.events.len()],
            known: None,
        };
        for (event, access) in graph.events.iter().enumerate().filter_map(|(id, e)| Some((id, e.access?))) {
            if kept(event) {
                view.at[event] = view.nodes.len() as u32;
                view.nodes.push(Node { event, access });
            }
        }
        for (location, order) in graph.locations.iter().zip(&mut view.orders) {
            let stores = location.order.iter().filter_map(|store| store.event);
            order.extend(stores.map(|event| view.at[event]).filter(|at| *at != ABSENT).map(|at| at as usize));
        }
        view
    }

    fn node(&self, event: EventId) -> usize {
        self.at[event] as usize
    }

    /// Moves the store of `event` to `place`, an index that counts the initial store but not this one.
    pub(crate) fn place(&mut self, event: EventId, place: usize) {
        let node = self.node(event);
        let location = self.nodes[node].access.location.expect("a store");
        self.orders[location].retain(|other| *other != node);
        self.orders[location].insert(place - 1, node);
    }

    /// The stores other than that of `event`, without the initial one.
    fn beside(&self, event: EventId) -> impl Iterator<Item = usize> {
        let location = self.nodes[self.node(event)].access.location.expect("a store");
        self.orders[location].iter().copied().filter(move |node| self.nodes[*node].event != event)
    }

    /// How many stores there are other than that of `event`, including the initial one.
    pub(crate) fn stores_beside(&self, event: EventId) -> usize {
        1 + self.beside(event).count()
    }

    /// The store at `place` among those other than that of `event`; `None` is the initial one.
    pub(crate) fn store_at(&self, event: EventId, place: usize) -> Option<EventId> {
        place.checked_sub(1).and_then(|place| self.beside(event).nth(place)).map(|node| self.nodes[node].event)
    }

    /// The index of `store` among the stores other than that of `event`.
    pub(crate) fn place_beside(&self, event: EventId, store: Option<EventId>) -> usize {
        store.map_or(0, |store| {
            1 + self.beside(event).position(|node| self.nodes[node].event == store).expect("it stays")
        })
    }

    /// Is the store at `place`, among those other than that of `event`, made by a read-modify-write?
    pub(crate) fn is_update(&self, event: EventId, place: usize) -> bool {
        self.beside(event).nth(place - 1).is_some_and(|node| self.nodes[node].access.reads)
    }

    /// Removes the store of `event`.
    pub(crate) fn forgets(&mut self, event: EventId) {
        let node = self.node(event);
        let location = self.nodes[node].access.location.expect("an access to an atomic");
        self.orders[location].retain(|other| *other != node);
    }

    /// `reader` reads the store of `source` instead, and does `access` there. It must be the last access of its
    /// thread, and its own store must have been removed.
    pub(crate) fn reads(&mut self, reader: EventId, source: EventId, access: Accessed) {
        let (node, from) = (self.node(reader), self.node(source));
        let location = access.location.expect("an access to an atomic");
        self.nodes[node].access = access;
        if access.writes {
            let place = 1 + self.orders[location].iter().position(|other| *other == from).expect("a store");
            self.orders[location].insert(place, node);
        }
        let mut known = self.graph.before(reader);
        if super::atomic::acquires(access.order) {
            super::join_row(&mut known, self.graph.published(source));
        }
        self.known = Some((reader, known));
    }

    fn happens_before(&self, earlier: usize, later: usize) -> bool {
        let (earlier, later) = (self.nodes[earlier].event, self.nodes[later].event);
        match &self.known {
            Some((event, known)) if *event == later => bit(known, earlier),
            _ => self.graph.happens_before(earlier, later),
        }
    }

    fn in_program_order(&self, earlier: usize, later: usize) -> bool {
        let [earlier, later] = [earlier, later].map(|node| &self.graph.events[self.nodes[node].event]);
        earlier.thread == later.thread && earlier.index < later.index
    }

    /// Is this a consistent execution? `weak`: some operation of the program is not sequentially consistent.
    pub(crate) fn is_consistent(&self, weak: bool) -> bool {
        match weak {
            true => self.nodes.iter().all(|node| !node.access.is_strict()) || self.strict_is_in_order(),
            false => self.is_interleaving(),
        }
    }

    /// Is the union of program order, reads-from, modification order and from-read acyclic?
    fn is_interleaving(&self) -> bool {
        let count = self.nodes.len();
        let mut after = Relation::new(count);
        for later in 0..count {
            let event = self.nodes[later].event;
            let moved = self.known.as_ref().is_some_and(|(reader, _)| *reader == event);
            let past = if moved { self.graph.past_before(event) } else { self.graph.past(event).to_vec() };
            for earlier in bits(&past).filter(|event| self.at[*event] != ABSENT) {
                after.add(self.node(earlier), later);
            }
            if let Some(source) = self.nodes[later].access.source {
                after.add(self.node(source), later);
            }
        }
        self.modification_orders(&mut after);
        self.reads_before(&mut after);
        after.close();
        after.is_irreflexive()
    }

    fn modification_orders(&self, relation: &mut Relation) {
        for order in &self.orders {
            for (at, earlier) in order.iter().enumerate() {
                order[at + 1..].iter().for_each(|later| relation.add(*earlier, *later));
            }
        }
    }

    fn reads_before(&self, relation: &mut Relation) {
        for (reader, node) in self.nodes.iter().enumerate().filter(|(_, node)| node.access.reads) {
            let order = &self.orders[node.access.location.expect("a read")];
            let source = node.access.source.map(|source| self.node(source));
            let after = source.map_or(0, |source| order.iter().position(|s| *s == source).map_or(0, |at| at + 1));
            order[after..].iter().filter(|later| **later != reader).for_each(|later| relation.add(reader, *later));
        }
    }

    /// The axiom of RC11 on sequentially consistent accesses and fences: `psc` is acyclic.
    fn strict_is_in_order(&self) -> bool {
        let count = self.nodes.len();
        let mut known = Relation::new(count);
        let mut strong = Relation::new(count);
        for one in 0..count {
            for other in 0..count {
                let (here, there) = (self.nodes[one].access.location, self.nodes[other].access.location);
                let in_order = self.in_program_order(one, other);
                let known_here = self.happens_before(one, other);
                if known_here {
                    known.add(one, other);
                }
                if in_order || (known_here && here.is_some() && here == there) || self.strongly_before(one, other) {
                    strong.add(one, other);
                }
            }
        }
        let mut coherence = Relation::new(count);
        self.modification_orders(&mut coherence);
        self.reads_before(&mut coherence);
        for (reader, node) in self.nodes.iter().enumerate() {
            if let Some(source) = node.access.source {
                coherence.add(self.node(source), reader);
            }
        }
        coherence.close();
        strong.join(&coherence);
        let strict: Vec<usize> = (0..count).filter(|node| self.nodes[*node].access.is_strict()).collect();
        let fences = || strict.iter().copied().filter(|node| self.nodes[*node].access.is_fence());
        // A fence represents everything that happens before it (if it ends a step) or after it (if it begins one).
        let mut order = Relation::new(count);
        let ends = |node: usize| {
            let fence = self.nodes[node].access.is_fence();
            let before = (0..count).filter(move |earlier| fence && self.happens_before(*earlier, node));
            before.chain(std::iter::once(node))
        };
        for &one in &strict {
            let mut steps = strong.row(one).to_vec();
            if self.nodes[one].access.is_fence() {
                bits(known.row(one)).for_each(|later| super::join_row(&mut steps, strong.row(later)));
            }
            for &other in &strict {
                if ends(other).any(|end| bit(&steps, end)) {
                    order.add(one, other);
                }
            }
        }
        for one in fences() {
            let mut steps = known.row(one).to_vec();
            let mut reached = Vec::new();
            bits(known.row(one)).for_each(|middle| super::join_row(&mut reached, coherence.row(middle)));
            bits(&reached).for_each(|middle| super::join_row(&mut steps, known.row(middle)));
            fences().filter(|other| bit(&steps, *other)).for_each(|other| order.add(one, other));
        }
        order.close();
        order.is_irreflexive()
    }

    /// Is there an event after `one` in its thread that happens before an event that is before `other` in its thread?
    /// What an event lets continue comes after its access, and a thread's start comes before its first access.
    fn strongly_before(&self, one: usize, other: usize) -> bool {
        let graph = self.graph;
        let (one, other) = (self.nodes[one].event, self.nodes[other].event);
        let reaches = |from: EventId, to: EventId| from == to || graph.happens_before(from, to);
        let leads_to = |to: EventId| {
            graph.next_in_thread(one).is_some_and(|next| reaches(next, to))
                || graph.handed.iter().any(|(earlier, later)| *earlier == one && reaches(*later, to))
        };
        match (graph.previous_in_thread(other), graph.started_by(other)) {
            (Some(previous), _) => leads_to(previous),
            (None, Some(start)) => one == start || leads_to(start),
            (None, None) => false,
        }
    }
}

impl Graph {
    /// The event before `event` in its thread.
    fn previous_in_thread(&self, event: EventId) -> Option<EventId> {
        let index = self.events[event].index.checked_sub(1)?;
        let thread = self.events[event].thread;
        (0..event).rev().find(|other| self.events[*other].thread == thread && self.events[*other].index == index)
    }

    fn next_in_thread(&self, event: EventId) -> Option<EventId> {
        let (thread, index) = (self.events[event].thread, self.events[event].index + 1);
        (event + 1..self.events.len())
            .find(|other| self.events[*other].thread == thread && self.events[*other].index == index)
    }

    /// The latest store to a location that the thread of `event` knows of before `event`; `None` is the initial one.
    pub(crate) fn newest_known_store(&self, event: EventId, location: usize) -> Option<EventId> {
        let known = self.before(event);
        let place = self.floor_of(location, &|other| bit(&known, other));
        self.locations[location].order[place].event
    }

    /// What happens before `event` because of earlier events in its thread.
    fn before(&self, event: EventId) -> Vec<u64> {
        self.before_in(event, &self.known)
    }

    /// Like [`Graph::before`], but for the past.
    fn past_before(&self, event: EventId) -> Vec<u64> {
        self.before_in(event, &self.past)
    }

    fn before_in(&self, event: EventId, rows: &super::Rows) -> Vec<u64> {
        let Some(previous) = self.previous_in_thread(event) else {
            // The first event of its thread: everything but what it read itself.
            return self.started_by(event).map_or(Vec::new(), |by| with(rows.row(by), by));
        };
        with(rows.row(previous), previous)
    }

    /// Can the operation matter for the order of sequentially consistent ones at all?
    pub(crate) fn needs_a_look(&self, order: Ordering, weak: bool) -> bool {
        !weak || self.has_strict() || order == Ordering::SeqCst
    }
}

fn with(row: &[u64], bit: EventId) -> Vec<u64> {
    let mut row = row.to_vec();
    super::set_bit(&mut row, bit);
    row
}

impl Graph {
    /// Evaluates `ask` on the graph with the event that `thread` would add by doing `access` at `place`: the store to
    /// read, or for a plain store the place to take.
    pub(crate) fn tries<R>(
        &mut self,
        thread: crate::record::ThreadId,
        location: usize,
        access: super::Access,
        place: usize,
        ask: impl FnOnce(&mut Graph, EventId) -> R,
    ) -> R {
        let strand = &mut self.strands[thread];
        let saved = (strand.last, strand.pending.clone(), strand.fenced.clone(), self.stamps, self.strict);
        let event = self.begin(thread, super::Variant::Usual);
        let (source, at) = if access.reads() { (Some(place), place + 1) } else { (None, place) };
        let found = source.map_or(0, |source| self.locations[location].order[source].value);
        let write = access.writes(found).map(|value| (at, value, std::time::Duration::ZERO));
        self.accesses(event, location, access, source, write);
        let answer = ask(self, event);
        self.events.pop();
        [&mut self.past, &mut self.known, &mut self.published].into_iter().for_each(|rows| rows.truncate(event));
        let location = &mut self.locations[location];
        location.order.retain(|store| store.event != Some(event));
        location.readers.retain(|reader| *reader != event);
        let strand = &mut self.strands[thread];
        strand.events -= 1;
        (strand.last, strand.pending, strand.fenced, self.stamps, self.strict) = saved;
        answer
    }
}
