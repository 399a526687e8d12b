//! Takes from the same end that it adds to: a stack.
//!
//! expect: queue-first-in-first-out = wrong result
//! expect: queue-is-like-a-list = wrong result
//! expect: queue-hands-over = race condition

// REPLACE queue-get
let mut state = self.lock();
loop {
    if let Some(item) = state.items.pop_back() {
        self.not_full.notify_one();
        return Ok(item);
    }
    if state.shut_down {
        return Err(ShutDown(()));
    }
    state = self.not_empty.wait(state).unwrap_or_else(PoisonError::into_inner);
}
// END REPLACE
