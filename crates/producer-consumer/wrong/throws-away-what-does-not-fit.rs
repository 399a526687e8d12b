//! Drops the item if the queue is full.
//!
//! expect: queue-put-sleeps = wrong result
//! expect: queue-hands-over = deadlock
//! expect: queue-keeps-its-capacity = deadlock
//! expect: queue-serves-two-consumers = deadlock
//! expect: queue-serves-any-crowd = deadlock
//! expect: join-waits-for-any-crowd = deadlock
//! expect: queue-shutdown-wakes-everybody = race condition
//! expect: queue-serves-two-producers = race condition
//! expect: join-counts-each-put = deadlock

// REPLACE queue-put
let mut state = self.lock();
if state.shut_down {
    return Err(ShutDown(item));
}
if state.items.len() < self.capacity {
    state.items.push_back(item);
    state.unfinished += 1;
    self.not_empty.notify_one();
}
Ok(())
// END REPLACE
