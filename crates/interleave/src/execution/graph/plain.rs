//! Non-atomic reads of an atomic, and the stores that race with them.

use super::{EventId, Graph, Location};

impl Graph {
    /// `event` has just read `location` non-atomically.
    pub(crate) fn reads_plainly(&mut self, event: EventId, location: usize) {
        self.locations[location].plain_readers.push(event);
    }

    /// An event that races with `event`, which has just accessed `location`: one of them is a store and the other a
    /// non-atomic read, and neither happens before the other. It is enough to check the earlier events, as for [plain
    /// data](crate::execution::State::begins_access).
    pub(crate) fn races_with(&self, event: EventId, location: usize) -> Option<EventId> {
        let Location { order, plain_readers, .. } = &self.locations[location];
        let unordered = |other: &EventId| *other != event && !self.happens_before(*other, event);
        let reader = || plain_readers.iter().copied().find(unordered);
        let store = || order.iter().filter_map(|store| store.event).find(unordered);
        match self.events[event].access {
            _ if plain_readers.contains(&event) => store(),
            Some(access) if access.writes => reader(),
            _ => None,
        }
    }
}
