//! Reports that the job panicked, but without the message.
//!
//! expect: pool-tells-a-panic = wrong result

// REPLACE pool-submit
let (promise, future) = promise();
let job = move || {
    if promise.begin() {
        let outcome = catch_unwind(AssertUnwindSafe(job));
        promise.fulfil(outcome.map_err(|_| Panicked::new(Box::new("it failed"))));
    }
};
self.shared.lock().pending.push_back(Box::new(job));
self.shared.changed.notify_one();
future
// END REPLACE
