//! Never marks a task as done: a thread that waits in `join` waits for ever.
//!
//! expect: sentinel-tasks-are-done = wrong result
//! expect: sentinel-done-means-done = deadlock

// REPLACE consumer
while let Ok(Some(task)) = queue.get() {
    work(task);
    let result = format!("Worker {worker} processed task {task}");
    results.lock().unwrap_or_else(PoisonError::into_inner).push(result);
}
let _ = queue.put(None);
// END REPLACE
