//! Marks each task as done twice, and `task_done` panics.
//!
//! expect: sentinel-results = panicked
//! expect: sentinel-tasks-are-done = panicked
//! expect: sentinel-workers-overlap = race condition
//! expect: sentinel-delivers = race condition
//! expect: sentinel-stops-any-crowd = race condition
//! expect: sentinel-ends-with-the-queue = panicked
//! expect: sentinel-done-means-done = panicked

// REPLACE consumer
while let Ok(Some(task)) = queue.get() {
    queue.task_done();
    work(task);
    let result = format!("Worker {worker} processed task {task}");
    results.lock().unwrap_or_else(PoisonError::into_inner).push(result);
    queue.task_done();
}
let _ = queue.put(None);
// END REPLACE
