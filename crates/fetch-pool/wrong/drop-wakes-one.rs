//! Closes the list and wakes only one worker, although each has to end.
//!
//! expect: pool-drop-waits = lost wake-up

// REPLACE pool-close
self.shared.lock().closed = true;
self.shared.changed.notify_one();
// END REPLACE
