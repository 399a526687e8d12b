//! `if` for `while`: a worker that wakes up and finds no job takes that for the end.
//!
//! expect: pool-skips-what-was-cancelled = deadlock
//! expect: pool-submit-returns-at-once = deadlock
//! expect: pool-gives-results = deadlock
//! expect: pool-keeps-the-order = deadlock
//! expect: pool-tells-a-panic = deadlock
//! expect: pool-survives-a-panic = deadlock
//! expect: pool-drop-waits = race condition
//! expect: pool-dropped-by-a-worker = deadlock
//! expect: pool-workers-overlap = deadlock
//! expect: pool-survives-a-dropped-result = deadlock
//! expect: pool-runs-any-crowd = deadlock
//! expect: pool-runs-no-more-than-its-workers = deadlock
//! expect: pool-shutdown-waits-for-both = race condition

// REPLACE pool-next-job
let mut jobs = self.lock();
if jobs.pending.is_empty() && !jobs.closed {
    jobs = self.changed.wait(jobs).unwrap_or_else(PoisonError::into_inner);
}
jobs.pending.pop_front()
// END REPLACE
