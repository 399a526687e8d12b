//! Calls `begin` when the job is added to the list and not when a worker takes it: no job can be cancelled.
//!
//! expect: pool-skips-what-was-cancelled = wrong result

// REPLACE pool-submit
let (promise, future) = promise();
if promise.begin() {
    self.shared.lock().pending.push_back(Box::new(move || {
        promise.fulfil(catch_unwind(AssertUnwindSafe(job)).map_err(Panicked::new));
    }));
    self.shared.changed.notify_one();
}
future
// END REPLACE
