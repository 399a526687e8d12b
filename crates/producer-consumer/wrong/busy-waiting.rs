//! Checks again and again instead of sleeping: correct, but it keeps a processor busy while nothing happens.
//!
//! expect: queue-get-sleeps = livelock
//! expect: queue-put-sleeps = livelock
//! expect: queue-serves-two-consumers = out of bounds
//! expect: queue-shutdown-wakes-everybody = out of bounds

// REPLACE queue-put
loop {
    let mut state = self.lock();
    if state.shut_down {
        return Err(ShutDown(item));
    }
    if state.items.len() < self.capacity {
        state.items.push_back(item);
        state.unfinished += 1;
        return Ok(());
    }
    drop(state);
    common::thread::yield_now();
}
// END REPLACE
// REPLACE queue-get
loop {
    let mut state = self.lock();
    if let Some(item) = state.items.pop_front() {
        return Ok(item);
    }
    if state.shut_down {
        return Err(ShutDown(()));
    }
    drop(state);
    common::thread::yield_now();
}
// END REPLACE
