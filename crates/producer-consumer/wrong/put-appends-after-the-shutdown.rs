//! The shutdown ends the wait for room, and the item is appended anyway: beyond the capacity, and perhaps no
//! consumer will take it.
//!
//! expect: queue-shut-down = wrong result
//! expect: queue-shutdown-wakes-everybody = wrong result

// REPLACE queue-put
let mut state = self.lock();
while state.items.len() == self.capacity && !state.shut_down {
    state = self.not_full.wait(state).unwrap_or_else(PoisonError::into_inner);
}
state.items.push_back(item);
state.unfinished += 1;
self.not_empty.notify_one();
Ok(())
// END REPLACE
