//! One condition variable for everything: every change wakes all threads, and each checks for itself.

// REPLACE queue-timed
// END REPLACE
// REPLACE queue-put
let mut state = self.lock();
while state.items.len() == self.capacity && !state.shut_down {
    state = self.all_done.wait(state).unwrap_or_else(PoisonError::into_inner);
}
if state.shut_down {
    return Err(ShutDown(item));
}
state.items.push_back(item);
state.unfinished += 1;
self.all_done.notify_all();
Ok(())
// END REPLACE
// REPLACE queue-get
let mut state = self.lock();
loop {
    if let Some(item) = state.items.pop_front() {
        self.all_done.notify_all();
        return Ok(item);
    }
    if state.shut_down {
        return Err(ShutDown(()));
    }
    state = self.all_done.wait(state).unwrap_or_else(PoisonError::into_inner);
}
// END REPLACE
