//! Unwraps the result of `get`: an ordinary shutdown makes the consumers panic.
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
