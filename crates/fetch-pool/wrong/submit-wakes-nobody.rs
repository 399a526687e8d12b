//! Adds the job and tells nobody: a worker that sleeps already sleeps on.
//!
//! expect: pool-gives-results = deadlock

// REPLACE pool-submit
let (promise, future) = promise();
let job = move || {
    let outcome = catch_unwind(AssertUnwindSafe(job));
    promise.fulfil(outcome.map_err(Panicked::new));
};
self.shared.lock().pending.push_back(Box::new(job));
future
// END REPLACE
