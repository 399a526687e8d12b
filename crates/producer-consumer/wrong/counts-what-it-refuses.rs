//! Counts an item before it knows whether it can put it: a refused item stays unfinished, and `join` never
//! returns.
//!
//! expect: join-counts-no-refused-item = wrong result
//! expect: join-waits-after-a-shutdown = deadlock

// REPLACE queue-put
let mut state = self.lock();
state.unfinished += 1;
while state.items.len() >= self.capacity && !state.shut_down {
    state = self.not_full.wait(state).unwrap_or_else(PoisonError::into_inner);
}
if state.shut_down {
    return Err(ShutDown(item));
}
state.items.push_back(item);
drop(state);
self.not_empty.notify_one();
Ok(())
// END REPLACE
