//! `if` for `while` in `get`: a thread that wakes up need not find an item.
//!
//! expect: queue-hands-over = race condition
//! expect: queue-keeps-its-capacity = race condition
//! expect: queue-serves-two-consumers = race condition
//! expect: queue-serves-any-crowd = race condition
//! expect: join-waits-for-any-crowd = race condition
//! expect: queue-shutdown-wakes-everybody = race condition
//! expect: join-counts-each-put = race condition

// REPLACE queue-get
let mut state = self.lock();
if state.items.is_empty() && !state.shut_down {
    state = self.not_empty.wait(state).unwrap_or_else(PoisonError::into_inner);
}
if state.items.is_empty() && state.shut_down {
    return Err(ShutDown(()));
}
let item = state.items.pop_front().expect("there is an item now");
self.not_full.notify_one();
Ok(item)
// END REPLACE
