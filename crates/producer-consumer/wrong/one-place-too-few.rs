//! Off by one: one place is always left empty, and a queue of capacity 1 holds nothing.
//!
//! expect: queue-fills-up = deadlock
//! expect: queue-is-like-a-list = deadlock
//! expect: queue-hands-over = deadlock
//! expect: queue-keeps-its-capacity = deadlock
//! expect: queue-serves-two-consumers = deadlock
//! expect: queue-serves-any-crowd = deadlock
//! expect: join-after-the-last-task = deadlock
//! expect: join-one-too-many = deadlock
//! expect: join-waits = deadlock
//! expect: join-wakes-everybody = deadlock
//! expect: queue-shutdown-wakes-everybody = deadlock
//! expect: queue-serves-two-producers = deadlock
//! expect: join-waits-after-a-shutdown = deadlock
//! expect: join-counts-each-put = deadlock

// REPLACE queue-put
let mut state = self.lock();
while state.items.len() + 1 >= self.capacity && !state.shut_down {
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
