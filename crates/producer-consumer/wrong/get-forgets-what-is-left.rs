//! Treats a queue that was shut down as empty: items that were put before are lost.
//!
//! expect: queue-shut-down = wrong result
//! expect: queue-shutdown-wakes-everybody = wrong result

// REPLACE queue-get
let mut state = self.lock();
loop {
    if state.shut_down {
        return Err(ShutDown(()));
    }
    if let Some(item) = state.items.pop_front() {
        self.not_full.notify_one();
        return Ok(item);
    }
    state = self.not_empty.wait(state).unwrap_or_else(PoisonError::into_inner);
}
// END REPLACE
