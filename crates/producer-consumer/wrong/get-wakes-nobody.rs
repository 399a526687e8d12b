//! `get` makes room without a notification: a producer that sleeps already sleeps for ever.
//!
//! expect: queue-hands-over = deadlock
//! expect: queue-keeps-its-capacity = deadlock
//! expect: queue-serves-two-consumers = deadlock
//! expect: queue-serves-any-crowd = deadlock
//! expect: join-waits-for-any-crowd = deadlock
//! expect: queue-serves-two-producers = deadlock
//! expect: join-counts-each-put = deadlock

// REPLACE queue-get
let mut state = self.lock();
loop {
    if let Some(item) = state.items.pop_front() {
        return Ok(item);
    }
    if state.shut_down {
        return Err(ShutDown(()));
    }
    state = self.not_empty.wait(state).unwrap_or_else(PoisonError::into_inner);
}
// END REPLACE
