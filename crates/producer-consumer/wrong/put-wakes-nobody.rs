//! `put` adds an item without a notification: a consumer that sleeps already sleeps for ever.
//!
//! expect: queue-hands-over = deadlock
//! expect: queue-keeps-its-capacity = deadlock
//! expect: queue-serves-two-consumers = deadlock
//! expect: queue-serves-any-crowd = deadlock
//! expect: join-waits-for-any-crowd = deadlock
//! expect: join-counts-each-put = deadlock

// REPLACE queue-put
let mut state = self.lock();
while state.items.len() == self.capacity && !state.shut_down {
    state = self.not_full.wait(state).unwrap_or_else(PoisonError::into_inner);
}
if state.shut_down {
    return Err(ShutDown(item));
}
state.items.push_back(item);
state.unfinished += 1;
Ok(())
// END REPLACE
