//! Does not catch a job's panic: it ends the worker and drops the promise.
//!
//! expect: pool-tells-a-panic = wrong result
//! expect: pool-survives-a-panic = panicked
//! expect: pool-survives-a-dropped-result = panicked

// REPLACE pool-submit
let (promise, future) = promise();
let job = move || {
    if promise.begin() {
        promise.fulfil(Ok(job()));
    }
};
self.shared.lock().pending.push_back(Box::new(job));
self.shared.changed.notify_one();
future
// END REPLACE
// REPLACE pool-work
while let Some(job) = self.next_job() {
    job();
}
// END REPLACE
