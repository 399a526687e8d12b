//! Off by one: a place is always left empty, and a queue of one place holds nothing.
//!
//! expect: queue-fills-up = deadlock

// REPLACE queue-put
let mut state = self.lock();
while state.items.len() + 1 >= self.capacity {
    state = self.not_full.wait(state).unwrap_or_else(PoisonError::into_inner);
}
state.items.push_back(item);
state.unfinished += 1;
self.not_empty.notify_one();
// END REPLACE
