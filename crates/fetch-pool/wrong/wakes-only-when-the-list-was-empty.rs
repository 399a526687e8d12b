//! Notifies only if the list was empty, to save a notification: two jobs come, and only one of two sleeping workers is woken.
//!
//! expect: pool-workers-overlap = deadlock

// REPLACE pool-submit
let (promise, future) = promise();
let boxed: Job = Box::new(move || {
    if promise.begin() {
        let outcome = catch_unwind(AssertUnwindSafe(job)).map_err(Panicked::new);
        promise.fulfil(outcome);
    }
});
let mut jobs = self.shared.lock();
let was_empty = jobs.pending.is_empty();
jobs.pending.push_back(boxed);
drop(jobs);
if was_empty {
    self.shared.changed.notify_one();
}
future
// END REPLACE
