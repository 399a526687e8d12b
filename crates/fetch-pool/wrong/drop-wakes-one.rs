//! Closes the list and wakes one worker, where each has to leave.
//!
//! expect: pool-drop-waits = lost wake-up

// REPLACE pool-close
self.shared.lock().closed = true;
self.shared.changed.notify_one();
// END REPLACE
