//! The worker survives the panic, but whoever waits for the result is never told.
//!
//! expect: pool-tells-a-panic = deadlock

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
