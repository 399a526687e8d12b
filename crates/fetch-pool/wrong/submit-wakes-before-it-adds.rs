//! Notifies before the job is on the list: the woken worker finds nothing and sleeps again.
//!
//! expect: pool-gives-results = lost wake-up

// REPLACE pool-submit
let (promise, future) = promise();
let job = move || {
    let outcome = catch_unwind(AssertUnwindSafe(job));
    promise.fulfil(outcome.map_err(Panicked::new));
};
self.shared.changed.notify_one();
self.shared.lock().pending.push_back(Box::new(job));
future
// END REPLACE
