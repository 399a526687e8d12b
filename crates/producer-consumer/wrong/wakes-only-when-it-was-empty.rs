//! Notifies only if the queue was empty, to save a notification: two items come, and only one of two sleeping threads is woken.
//!
//! expect: join-waits-for-any-crowd = lost wake-up
//! expect: queue-serves-any-crowd = lost wake-up
//! expect: queue-serves-two-consumers = lost wake-up

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
if state.items.len() == 1 {
    self.not_empty.notify_one();
}
Ok(())
// END REPLACE
