//! Catches a job's panic and hides it: the waiting thread is told that the job was cancelled.
//!
//! expect: pool-tells-a-panic = wrong result

// REPLACE pool-submit
let (promise, future) = promise();
let job = move || {
    if promise.begin()
        && let Ok(value) = catch_unwind(AssertUnwindSafe(job))
    {
        promise.fulfil(Ok(value));
    }
};
self.shared.lock().pending.push_back(Box::new(job));
self.shared.changed.notify_one();
future
// END REPLACE
