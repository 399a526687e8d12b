//! Does not check whether the job was cancelled: it runs anyway, and its result is lost.
//!
//! expect: pool-skips-what-was-cancelled = race condition

// REPLACE pool-submit
let (promise, future) = promise();
let job = move || {
    let outcome = catch_unwind(AssertUnwindSafe(job));
    promise.fulfil(outcome.map_err(Panicked::new));
};
self.shared.lock().pending.push_back(Box::new(job));
self.shared.changed.notify_one();
future
// END REPLACE
