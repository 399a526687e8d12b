//! Keeps the guard while the job runs: correct, but no other worker can take a job, and no thread can submit one, meanwhile.
//!
//! expect: pool-workers-overlap = over-synchronised
//! expect: pool-dropped-by-a-worker = deadlock
//! expect: pool-skips-what-was-cancelled = deadlock

// REPLACE pool-work
loop {
    let mut jobs = self.lock();
    while jobs.pending.is_empty() && !jobs.closed {
        jobs = self.changed.wait(jobs).unwrap_or_else(PoisonError::into_inner);
    }
    let Some(job) = jobs.pending.pop_front() else { return };
    let _ = catch_unwind(AssertUnwindSafe(job));
}
// END REPLACE
