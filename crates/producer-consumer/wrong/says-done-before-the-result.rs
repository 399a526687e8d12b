//! Marks a task as done after the work, and notes its result later: whoever waits in `join` misses the last results.
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
