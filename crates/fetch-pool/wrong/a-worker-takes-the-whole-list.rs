//! A worker takes all pending jobs: the other workers find nothing, and jobs that need each other wait for ever.
//!
//! expect: pool-workers-overlap = deadlock
//! expect: pool-dropped-by-a-worker = race condition

// REPLACE pool-work
loop {
    let mut jobs = self.lock();
    while jobs.pending.is_empty() {
        if jobs.closed {
            return;
        }
        jobs = self.changed.wait(jobs).unwrap_or_else(PoisonError::into_inner);
    }
    let all = std::mem::take(&mut jobs.pending);
    drop(jobs);
    for job in all {
        let _ = catch_unwind(AssertUnwindSafe(job));
    }
}
// END REPLACE
// REPLACE pool-next-job
self.lock().pending.pop_front()
// END REPLACE
