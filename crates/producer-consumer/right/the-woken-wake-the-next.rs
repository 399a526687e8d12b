//! Notifies only if the queue was empty, or full; a woken thread that leaves work for another wakes the next one.

// REPLACE queue-put
let mut state = self.lock();
while state.items.len() >= self.capacity && !state.shut_down {
    state = self.not_full.wait(state).unwrap_or_else(PoisonError::into_inner);
}
if state.shut_down {
    return Err(ShutDown(item));
}
let was_empty = state.items.is_empty();
state.items.push_back(item);
state.unfinished += 1;
if was_empty {
    self.not_empty.notify_one();
}
if state.items.len() < self.capacity {
    self.not_full.notify_one();
}
Ok(())
// END REPLACE
// REPLACE queue-get
let mut state = self.lock();
while state.items.is_empty() && !state.shut_down {
    state = self.not_empty.wait(state).unwrap_or_else(PoisonError::into_inner);
}
let was_full = state.items.len() == self.capacity;
let Some(item) = state.items.pop_front() else { return Err(ShutDown(())) };
if was_full {
    self.not_full.notify_one();
}
if !state.items.is_empty() {
    self.not_empty.notify_one();
}
Ok(item)
// END REPLACE
