//! Runs the job inside `submit`: the submitting thread waits, and the workers have nothing to do.
//!
//! expect: pool-submit-returns-at-once = deadlock
//! expect: pool-workers-overlap = deadlock
//! expect: pool-dropped-by-a-worker = deadlock
//! expect: pool-survives-a-dropped-result = deadlock
//! expect: pool-skips-what-was-cancelled = deadlock

// REPLACE pool-submit
let (promise, future) = promise();
promise.fulfil(catch_unwind(AssertUnwindSafe(job)).map_err(Panicked::new));
future
// END REPLACE
