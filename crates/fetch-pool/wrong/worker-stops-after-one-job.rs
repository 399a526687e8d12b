//! A worker runs one job and goes home.
//!
//! expect: pool-gives-results = deadlock

// REPLACE pool-work
if let Some(job) = self.next_job() {
    let _ = catch_unwind(AssertUnwindSafe(job));
}
// END REPLACE
