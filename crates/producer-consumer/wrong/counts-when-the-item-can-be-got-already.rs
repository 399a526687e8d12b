//! Appends the item, releases the lock, and only then counts the item: a faster consumer marks as done what is not counted yet.
//!
//! expect: join-counts-each-put = race condition
//! expect: join-waits-for-any-crowd = race condition

// REPLACE queue-put
let mut state = self.lock();
while state.items.len() == self.capacity && !state.shut_down {
    state = self.not_full.wait(state).unwrap_or_else(PoisonError::into_inner);
}
if state.shut_down {
    return Err(ShutDown(item));
}
state.items.push_back(item);
drop(state);
self.not_empty.notify_one();
self.lock().unfinished += 1;
Ok(())
// END REPLACE
