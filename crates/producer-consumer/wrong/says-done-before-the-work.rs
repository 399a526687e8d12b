//! Marks a task as done as soon as it has taken it: `join` returns while the work goes on.
//!
//! expect: sentinel-done-means-done = race condition

// REPLACE consumer
while let Ok(Some(task)) = queue.get() {
    queue.task_done();
    work(task);
    let result = format!("Worker {worker} processed task {task}");
    results.lock().unwrap_or_else(PoisonError::into_inner).push(result);
}
let _ = queue.put(None);
// END REPLACE
