//! Waits for an item although no thread can put one any more.
//!
//! expect: queue-shut-down = deadlock
//! expect: queue-shutdown-wakes-everybody = deadlock

// REPLACE queue-get
let mut state = self.lock();
loop {
    if let Some(item) = state.items.pop_front() {
        self.not_full.notify_one();
        return Ok(item);
    }
    state = self.not_empty.wait(state).unwrap_or_else(PoisonError::into_inner);
}
// END REPLACE
