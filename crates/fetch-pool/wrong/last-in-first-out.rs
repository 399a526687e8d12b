//! Takes the newest job first: the oldest waits for as long as new ones come.
//!
//! expect: pool-keeps-the-order = race condition

// REPLACE pool-next-job
let mut jobs = self.lock();
loop {
    if let Some(job) = jobs.pending.pop_back() {
        return Some(job);
    }
    if jobs.closed {
        return None;
    }
    jobs = self.changed.wait(jobs).unwrap_or_else(PoisonError::into_inner);
}
// END REPLACE
