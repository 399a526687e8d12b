//! Wakes the workers without closing the list: they find no job, and sleep again.
//!
//! expect: pool-drop-waits = deadlock
//! expect: pool-shutdown-waits-for-both = deadlock
//! expect: pool-dropped-by-a-worker = deadlock

// REPLACE pool-close
self.shared.changed.notify_all();
// END REPLACE
