//! Wakes every worker for every job; those that find no job sleep again.

// REPLACE pool-submit
let (promise, future) = promise();
let job = move || {
    if promise.begin() {
        promise.fulfil(catch_unwind(AssertUnwindSafe(job)).map_err(Panicked::new));
    }
};
let mut jobs = self.shared.lock();
jobs.pending.push_back(Box::new(job));
self.shared.changed.notify_all();
future
// END REPLACE
