//! The worker survives the panic, but the promise is dropped: the waiting thread is told that the job was cancelled.
//!
//! expect: pool-tells-a-panic = wrong result

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
