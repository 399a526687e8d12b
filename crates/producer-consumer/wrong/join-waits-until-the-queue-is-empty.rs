//! Takes an empty queue to mean that all work is done: the last task has been taken, but is still being processed.
//!
//! expect: join-sleeps = wrong result
//! expect: join-waits = race condition
//! expect: join-waits-after-a-shutdown = race condition
//! expect: join-counts-each-put = race condition

// REPLACE queue-join
let mut state = self.lock();
while !state.items.is_empty() {
    state = self.all_done.wait(state).unwrap_or_else(PoisonError::into_inner);
}
// END REPLACE
