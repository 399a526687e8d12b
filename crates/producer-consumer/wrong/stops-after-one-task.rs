//! Stops after its first task, and leaves the rest in the queue.
//!
//! expect: sentinel-results = wrong result
//! expect: sentinel-delivers = deadlock
//! expect: sentinel-stops-any-crowd = deadlock

// REPLACE consumer
if let Ok(Some(task)) = queue.get() {
    work(task);
    let result = format!("Worker {worker} processed task {task}");
    results.lock().unwrap_or_else(PoisonError::into_inner).push(result);
    queue.task_done();
} else {
    let _ = queue.put(None);
}
// END REPLACE
