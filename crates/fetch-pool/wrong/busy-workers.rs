//! Checks the list again and again: each worker of an idle pool keeps a processor busy.
//!
//! expect: pool-workers-overlap = out of bounds
//! expect: pool-idle-workers-sleep = livelock
//! expect: pool-drop-waits = out of bounds

// REPLACE pool-next-job
loop {
    let mut jobs = self.lock();
    if let Some(job) = jobs.pending.pop_front() {
        return Some(job);
    }
    if jobs.closed {
        return None;
    }
    drop(jobs);
    thread::yield_now();
}
// END REPLACE
