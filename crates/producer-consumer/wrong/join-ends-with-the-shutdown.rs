//! `join` looks at `shut_down` as `put` and `get` do: it returns while what the queue held is still being worked
//! on.
//!
//! expect: join-waits-after-a-shutdown = race condition

// REPLACE queue-join
let mut state = self.lock();
while state.unfinished > 0 && !state.shut_down {
    state = self.all_done.wait(state).unwrap_or_else(PoisonError::into_inner);
}
// END REPLACE
