//! `put` brings an item and tells nobody: a consumer that sleeps already sleeps for ever.
//!
//! expect: queue-keeps-its-capacity = deadlock
//! expect: queue-hands-over = deadlock
//! expect: queue-serves-two-consumers = deadlock
//! expect: sentinel-workers-overlap = over-synchronised
//! expect: sentinel-delivers = deadlock
//! expect: join-waits-for-any-crowd = deadlock
//! expect: sentinel-stops-any-crowd = deadlock
//! expect: queue-serves-any-crowd = deadlock

// REPLACE queue-put
let mut state = self.lock();
while state.items.len() == self.capacity {
    state = self.not_full.wait(state).unwrap_or_else(PoisonError::into_inner);
}
state.items.push_back(item);
state.unfinished += 1;
// END REPLACE
