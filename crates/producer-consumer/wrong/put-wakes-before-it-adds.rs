//! Notifies before the item is there, and without the lock: a thread that begins to wait after that is never woken.
//!
//! expect: queue-hands-over = deadlock
//! expect: queue-keeps-its-capacity = deadlock
//! expect: queue-serves-two-consumers = lost wake-up
//! expect: queue-serves-any-crowd = lost wake-up
//! expect: join-waits-for-any-crowd = lost wake-up
//! expect: join-counts-each-put = lost wake-up

// REPLACE queue-put
let mut state = self.lock();
while state.items.len() == self.capacity && !state.shut_down {
    state = self.not_full.wait(state).unwrap_or_else(PoisonError::into_inner);
}
if state.shut_down {
    return Err(ShutDown(item));
}
drop(state);
self.not_empty.notify_one();
let mut state = self.lock();
state.items.push_back(item);
state.unfinished += 1;
Ok(())
// END REPLACE
