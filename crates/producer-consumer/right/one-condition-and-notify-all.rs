//! One condition variable for everything: every change wakes everybody, and each looks for itself.

// REPLACE queue-put
let mut state = self.lock();
while state.items.len() == self.capacity {
    state = self.all_done.wait(state).unwrap_or_else(PoisonError::into_inner);
}
state.items.push_back(item);
state.unfinished += 1;
self.all_done.notify_all();
// END REPLACE
// REPLACE queue-get
let mut state = self.lock();
loop {
    if let Some(item) = state.items.pop_front() {
        self.all_done.notify_all();
        return item;
    }
    state = self.all_done.wait(state).unwrap_or_else(PoisonError::into_inner);
}
// END REPLACE
