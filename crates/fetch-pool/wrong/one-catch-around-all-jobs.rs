//! Catches panics around the loop and not inside it: a result that panics when it is dropped ends the loop, and the worker.
//!
//! expect: pool-survives-a-dropped-result = deadlock

// REPLACE pool-work
let _ = catch_unwind(AssertUnwindSafe(|| {
    while let Some(job) = self.next_job() {
        job();
    }
}));
// END REPLACE
