//! Adds the job without a notification: a worker that sleeps already sleeps on.
//!
//! expect: pool-skips-what-was-cancelled = deadlock
//! expect: pool-submit-returns-at-once = deadlock
//! expect: pool-gives-results = deadlock
//! expect: pool-keeps-the-order = deadlock
//! expect: pool-tells-a-panic = deadlock
//! expect: pool-workers-overlap = deadlock
//! expect: pool-survives-a-panic = deadlock
//! expect: pool-dropped-by-a-worker = deadlock
//! expect: pool-survives-a-dropped-result = deadlock
//! expect: pool-runs-any-crowd = deadlock
//! expect: pool-runs-no-more-than-its-workers = deadlock

// REPLACE pool-submit
let (promise, future) = promise();
let job = move || {
    if promise.begin() {
        let outcome = catch_unwind(AssertUnwindSafe(job));
        promise.fulfil(outcome.map_err(Panicked::new));
    }
};
self.shared.lock().pending.push_back(Box::new(job));
future
// END REPLACE
