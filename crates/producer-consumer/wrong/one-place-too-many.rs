//! Off by one: `>` for `==` lets in one item more than the capacity.
//!
//! expect: queue-put-sleeps = wrong result
//! expect: queue-keeps-its-capacity = race condition
//! expect: queue-shutdown-wakes-everybody = race condition

// REPLACE queue-put
let mut state = self.lock();
while state.items.len() > self.capacity && !state.shut_down {
    state = self.not_full.wait(state).unwrap_or_else(PoisonError::into_inner);
}
if state.shut_down {
    return Err(ShutDown(item));
}
state.items.push_back(item);
state.unfinished += 1;
self.not_empty.notify_one();
Ok(())
// END REPLACE
