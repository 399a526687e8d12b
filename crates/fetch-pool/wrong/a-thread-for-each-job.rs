//! Starts a thread for each job: the workers have nothing to do, and the end of the pool does not wait for the threads.
//!
//! expect: pool-runs-no-more-than-its-workers = race condition
//! expect: pool-keeps-the-order = race condition
//! expect: pool-drop-waits = race condition
//! expect: pool-shutdown-waits-for-both = race condition
//! expect: pool-skips-what-was-cancelled = race condition
//! expect: pool-dropped-by-a-worker = race condition

// REPLACE pool-submit
let (promise, future) = promise();
thread::spawn(move || {
    if promise.begin() {
        promise.fulfil(catch_unwind(AssertUnwindSafe(job)).map_err(Panicked::new));
    }
});
future
// END REPLACE
