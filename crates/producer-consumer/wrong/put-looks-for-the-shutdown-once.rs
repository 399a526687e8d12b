//! Checks for a shutdown before it waits, and never again: a producer that waits already waits for ever.
//!
//! expect: queue-shutdown-wakes-everybody = deadlock
//! expect: join-waits-after-a-shutdown = deadlock

// REPLACE queue-put
let mut state = self.lock();
if state.shut_down {
    return Err(ShutDown(item));
}
while state.items.len() == self.capacity {
    state = self.not_full.wait(state).unwrap_or_else(PoisonError::into_inner);
}
state.items.push_back(item);
state.unfinished += 1;
self.not_empty.notify_one();
Ok(())
// END REPLACE
