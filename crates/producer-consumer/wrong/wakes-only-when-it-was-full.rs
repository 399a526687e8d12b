//! `get` notifies only if the queue was full, to save a notification: there is room for two, and one of two sleepers wakes.
//!
//! expect: queue-serves-two-producers = lost wake-up
//! expect: queue-serves-any-crowd = lost wake-up

// REPLACE queue-get
let mut state = self.lock();
while state.items.is_empty() && !state.shut_down {
    state = self.not_empty.wait(state).unwrap_or_else(PoisonError::into_inner);
}
let was_full = state.items.len() == self.capacity;
let item = state.items.pop_front().ok_or(ShutDown(()))?;
if was_full {
    self.not_full.notify_one();
}
Ok(item)
// END REPLACE
