//! Unwraps what `get` returns: a queue that is shut down, as it should be at the end, kills its consumers.
//!
//! expect: sentinel-ends-with-the-queue = panicked
//! expect: sentinel-done-means-done = panicked

// REPLACE consumer
while let Some(task) = queue.get().unwrap() {
    work(task);
    let result = format!("Worker {worker} processed task {task}");
    results.lock().unwrap_or_else(PoisonError::into_inner).push(result);
    queue.task_done();
}
queue.put(None).unwrap();
// END REPLACE
