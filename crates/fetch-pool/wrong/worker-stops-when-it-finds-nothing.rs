//! A worker that finds the list empty takes that for the end.
//!
//! expect: pool-skips-what-was-cancelled = deadlock
//! expect: pool-gives-results = deadlock
//! expect: pool-submit-returns-at-once = deadlock
//! expect: pool-workers-overlap = deadlock
//! expect: pool-keeps-the-order = deadlock
//! expect: pool-runs-any-crowd = deadlock
//! expect: pool-tells-a-panic = deadlock
//! expect: pool-survives-a-panic = deadlock
//! expect: pool-drop-waits = race condition
//! expect: pool-dropped-by-a-worker = deadlock
//! expect: pool-survives-a-dropped-result = deadlock
//! expect: pool-runs-no-more-than-its-workers = deadlock
//! expect: pool-shutdown-waits-for-both = race condition

// REPLACE pool-next-job
self.lock().pending.pop_front()
// END REPLACE
