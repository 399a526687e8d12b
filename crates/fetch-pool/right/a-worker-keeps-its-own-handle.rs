//! `join` puts back the handle of the worker that calls it, and `next_job` is recursive instead of a loop.

// REPLACE pool-join
let (mine, others): (Vec<_>, Vec<_>) =
    std::mem::take(&mut *workers).into_iter().partition(|worker| worker.thread().id() == thread::current().id());
others.into_iter().for_each(|worker| worker.join().unwrap());
workers.extend(mine);
// END REPLACE
// REPLACE pool-work
loop {
    let Some(job) = self.next_job() else { return };
    if let Err(payload) = catch_unwind(AssertUnwindSafe(job)) {
        std::mem::forget(payload);
    }
}
// END REPLACE
// REPLACE pool-next-job
let mut jobs = self.lock();
if let Some(job) = jobs.pending.pop_front() {
    return Some(job);
}
if jobs.closed {
    return None;
}
drop(self.changed.wait(jobs));
self.next_job()
// END REPLACE
