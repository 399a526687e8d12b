//! Closes the list and returns: jobs are still running, or never will.
//!
//! expect: pool-drop-waits = race condition

// REPLACE pool-drop
self.shared.lock().closed = true;
self.shared.changed.notify_all();
// END REPLACE
