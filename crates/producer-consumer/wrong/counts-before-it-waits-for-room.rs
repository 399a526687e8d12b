//! Counts an item before it waits for room: if the queue is shut down meanwhile, the item stays unfinished for ever.
//!
//! expect: join-waits-after-a-shutdown = deadlock

// REPLACE queue-put
let mut state = self.lock();
if state.shut_down {
    return Err(ShutDown(item));
}
state.unfinished += 1;
while state.items.len() >= self.capacity && !state.shut_down {
    state = self.not_full.wait(state).unwrap_or_else(PoisonError::into_inner);
}
if state.shut_down {
    return Err(ShutDown(item));
}
state.items.push_back(item);
self.not_empty.notify_one();
Ok(())
// END REPLACE
