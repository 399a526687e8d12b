//! `join` checks `shut_down` as `put` and `get` do: it returns while items from the queue are still being
//! processed.
//!
//! expect: join-waits-after-a-shutdown = race condition

// REPLACE queue-join
let mut state = self.lock();
while state.unfinished > 0 && !state.shut_down {
    state = self.all_done.wait(state).unwrap_or_else(PoisonError::into_inner);
}
// END REPLACE
