//! Drops the item when the queue is full, as if nobody would miss it.
//!
//! expect: queue-put-sleeps = wrong result
//! expect: queue-hands-over = deadlock
//! expect: queue-keeps-its-capacity = deadlock
//! expect: queue-serves-two-consumers = deadlock
//! expect: queue-serves-any-crowd = deadlock
//! expect: join-waits-for-any-crowd = deadlock

// REPLACE queue-put
let mut state = self.lock();
if state.items.len() < self.capacity {
    state.items.push_back(item);
    state.unfinished += 1;
    self.not_empty.notify_one();
}
// END REPLACE
