//! A worker that finds the list empty takes that for the end.
//!
//! expect: pool-gives-results = deadlock

// REPLACE pool-next-job
self.lock().pending.pop_front()
// END REPLACE
