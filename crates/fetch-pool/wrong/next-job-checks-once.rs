//! `if` for `while`: a worker that is woken without a job takes that for the end.
//!
//! expect: pool-gives-results = deadlock

// REPLACE pool-next-job
let mut jobs = self.lock();
if jobs.pending.is_empty() && !jobs.closed {
    jobs = self.changed.wait(jobs).unwrap_or_else(PoisonError::into_inner);
}
jobs.pending.pop_front()
// END REPLACE
