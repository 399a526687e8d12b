//! Marks a task as done after the work, but before it records the result: `join` may return before the last results are there.
//!
//! expect: sentinel-done-means-done = race condition

// REPLACE consumer
while let Ok(Some(task)) = queue.get() {
    work(task);
    queue.task_done();
    let result = format!("Worker {worker} processed task {task}");
    results.lock().unwrap_or_else(PoisonError::into_inner).push(result);
}
let _ = queue.put(None);
// END REPLACE
