//! Looks at the list again and again: an idle pool burns a processor for each worker.
//!
//! expect: pool-idle-workers-sleep = livelock

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
