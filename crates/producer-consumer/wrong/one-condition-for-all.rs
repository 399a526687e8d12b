//! Producers and consumers wait on one condition variable, and `notify_one` wakes the wrong kind.
//!
//! expect: queue-serves-two-consumers = lost wake-up
//! expect: queue-serves-any-crowd = deadlock

// REPLACE queue-put
let mut state = self.lock();
while state.items.len() == self.capacity && !state.shut_down {
    state = self.not_empty.wait(state).unwrap_or_else(PoisonError::into_inner);
}
if state.shut_down {
    return Err(ShutDown(item));
}
state.items.push_back(item);
state.unfinished += 1;
self.not_empty.notify_one();
Ok(())
// END REPLACE
// REPLACE queue-get
let mut state = self.lock();
loop {
    if let Some(item) = state.items.pop_front() {
        self.not_empty.notify_one();
        return Ok(item);
    }
    if state.shut_down {
        return Err(ShutDown(()));
    }
    state = self.not_empty.wait(state).unwrap_or_else(PoisonError::into_inner);
}
// END REPLACE
