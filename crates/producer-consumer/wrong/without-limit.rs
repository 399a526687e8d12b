//! Never waits in `put`: a fast producer fills the memory.
//!
//! expect: queue-put-sleeps = wrong result
//! expect: queue-keeps-its-capacity = race condition
//! expect: queue-shutdown-wakes-everybody = race condition

// REPLACE queue-put
let mut state = self.lock();
if state.shut_down {
    return Err(ShutDown(item));
}
state.items.push_back(item);
state.unfinished += 1;
self.not_empty.notify_one();
Ok(())
// END REPLACE
