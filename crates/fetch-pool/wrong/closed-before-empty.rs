//! A worker checks whether the pool is closed before it checks for a job: pending jobs never run.
//!
//! expect: pool-drop-waits = race condition
//! expect: pool-shutdown-waits-for-both = race condition
//! expect: pool-dropped-by-a-worker = race condition

// REPLACE pool-next-job
let mut jobs = self.lock();
loop {
    if jobs.closed {
        return None;
    }
    if let Some(job) = jobs.pending.pop_front() {
        return Some(job);
    }
    jobs = self.changed.wait(jobs).unwrap_or_else(PoisonError::into_inner);
}
// END REPLACE
