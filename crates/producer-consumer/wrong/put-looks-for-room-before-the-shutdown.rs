//! A waiting `put` checks for a shutdown only while the queue is full: if the shutdown empties it, the item is put anyway.
//!
//! expect: queue-shutdown-wakes-everybody = race condition

// REPLACE queue-put
let mut state = self.lock();
if state.shut_down {
    return Err(ShutDown(item));
}
while state.items.len() == self.capacity {
    state = self.not_full.wait(state).unwrap_or_else(PoisonError::into_inner);
    if state.shut_down && state.items.len() == self.capacity {
        return Err(ShutDown(item));
    }
}
state.items.push_back(item);
state.unfinished += 1;
self.not_empty.notify_one();
Ok(())
// END REPLACE
