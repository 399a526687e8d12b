//! Checks in one critical section and waits in another: it misses a notification that comes in between.
//!
//! expect: queue-hands-over = lost wake-up
//! expect: queue-keeps-its-capacity = lost wake-up
//! expect: queue-serves-two-consumers = lost wake-up
//! expect: queue-serves-any-crowd = lost wake-up
//! expect: join-waits-for-any-crowd = lost wake-up
//! expect: join-counts-each-put = lost wake-up

// REPLACE queue-get
loop {
    if let Some(item) = self.lock().items.pop_front() {
        self.not_full.notify_one();
        return Ok(item);
    }
    let state = self.lock();
    if state.shut_down && state.items.is_empty() {
        return Err(ShutDown(()));
    }
    drop(self.not_empty.wait(state).unwrap_or_else(PoisonError::into_inner));
}
// END REPLACE
