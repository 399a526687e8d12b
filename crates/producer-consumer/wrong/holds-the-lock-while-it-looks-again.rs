//! Checks again and again without releasing the lock: no thread can ever put the item.
//!
//! expect: queue-get-sleeps = livelock
//! expect: queue-hands-over = livelock
//! expect: queue-keeps-its-capacity = livelock
//! expect: queue-serves-two-consumers = livelock
//! expect: queue-serves-any-crowd = livelock
//! expect: join-waits-for-any-crowd = livelock
//! expect: queue-shutdown-wakes-everybody = livelock
//! expect: join-counts-each-put = livelock

// REPLACE queue-get
let mut state = self.lock();
loop {
    if let Some(item) = state.items.pop_front() {
        self.not_full.notify_one();
        return Ok(item);
    }
    if state.shut_down {
        return Err(ShutDown(()));
    }
    common::thread::yield_now();
}
// END REPLACE
