//! Counts unfinished items as items in the queue: an item that was taken makes no room until it is done.
//!
//! expect: queue-fills-up = deadlock
//! expect: queue-is-like-a-list = deadlock
//! expect: queue-hands-over = deadlock
//! expect: queue-keeps-its-capacity = deadlock
//! expect: queue-serves-two-consumers = deadlock
//! expect: queue-serves-two-producers = deadlock
//! expect: queue-serves-any-crowd = deadlock
//! expect: join-counts-each-put = deadlock
//! expect: join-waits-for-any-crowd = lost wake-up

// REPLACE queue-put
let mut state = self.lock();
while state.unfinished >= self.capacity && !state.shut_down {
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
