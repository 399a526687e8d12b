//! Closes the list without a notification, and then waits for workers that sleep on.
//!
//! expect: pool-drop-waits = lost wake-up
//! expect: pool-shutdown-waits-for-both = lost wake-up
//! expect: pool-dropped-by-a-worker = lost wake-up

// REPLACE pool-close
self.shared.lock().closed = true;
// END REPLACE
