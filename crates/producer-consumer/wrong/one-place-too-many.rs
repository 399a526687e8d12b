//! Off by one: `>` for `==` lets one item more in than fits.
//!
//! expect: queue-put-sleeps = wrong result
//! expect: queue-keeps-its-capacity = race condition

// REPLACE queue-put
let mut state = self.lock();
while state.items.len() > self.capacity {
    state = self.not_full.wait(state).unwrap_or_else(PoisonError::into_inner);
}
state.items.push_back(item);
state.unfinished += 1;
self.not_empty.notify_one();
// END REPLACE
