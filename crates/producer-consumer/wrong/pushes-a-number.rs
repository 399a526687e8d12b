//! A type error: the results are lines of text.
//!
//! expect: sentinel-results = does not compile
//! expect: sentinel-is-handed-on = does not compile
//! expect: sentinel-tasks-are-done = does not compile
//! expect: sentinel-workers-overlap = does not compile
//! expect: sentinel-delivers = does not compile
//! expect: sentinel-stops-any-crowd = does not compile
//! expect: sentinel-ends-with-the-queue = does not compile
//! expect: sentinel-done-means-done = does not compile

// REPLACE consumer
while let Ok(Some(task)) = queue.get() {
    work(task);
    results.lock().unwrap_or_else(PoisonError::into_inner).push(task);
    queue.task_done();
}
let _ = queue.put(None);
// END REPLACE
