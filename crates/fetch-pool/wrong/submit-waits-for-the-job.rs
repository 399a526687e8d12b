//! Hands the job to a worker and waits until it is done.
//!
//! expect: pool-submit-returns-at-once = deadlock
//! expect: pool-workers-overlap = over-synchronised
//! expect: pool-dropped-by-a-worker = deadlock
//! expect: pool-survives-a-dropped-result = deadlock
//! expect: pool-skips-what-was-cancelled = deadlock

// REPLACE pool-submit
let (promise, future) = promise();
let (sender, done) = common::sync::mpsc::channel();
let job = move || {
    if promise.begin() {
        let outcome = catch_unwind(AssertUnwindSafe(job));
        promise.fulfil(outcome.map_err(Panicked::new));
    }
    let _ = sender.send(());
};
self.shared.lock().pending.push_back(Box::new(job));
self.shared.changed.notify_one();
let _ = done.recv();
future
// END REPLACE
