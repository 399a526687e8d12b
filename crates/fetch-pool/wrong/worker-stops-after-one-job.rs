//! A worker runs one job and ends.
//!
//! expect: pool-skips-what-was-cancelled = deadlock
//! expect: pool-gives-results = deadlock
//! expect: pool-keeps-the-order = deadlock
//! expect: pool-survives-a-panic = deadlock
//! expect: pool-drop-waits = wrong result
//! expect: pool-survives-a-dropped-result = deadlock
//! expect: pool-runs-any-crowd = deadlock
//! expect: pool-runs-no-more-than-its-workers = deadlock
//! expect: pool-workers-overlap = deadlock

// REPLACE pool-work
if let Some(job) = self.next_job() {
    let _ = catch_unwind(AssertUnwindSafe(job));
}
// END REPLACE
