//! Never waits in `put`: a fast producer fills the memory.
//!
//! expect: queue-put-sleeps = wrong result
//! expect: queue-keeps-its-capacity = race condition

// REPLACE queue-put
let mut state = self.lock();
state.items.push_back(item);
state.unfinished += 1;
self.not_empty.notify_one();
// END REPLACE
