//! Keeps the sentinel: the first consumer stops, the others wait for ever.
//!
//! expect: sentinel-is-handed-on = deadlock
//! expect: sentinel-workers-overlap = deadlock
//! expect: sentinel-delivers = deadlock
//! expect: sentinel-stops-any-crowd = deadlock

// REPLACE consumer
while let Ok(Some(task)) = queue.get() {
    work(task);
    let result = format!("Worker {worker} processed task {task}");
    results.lock().unwrap_or_else(PoisonError::into_inner).push(result);
    queue.task_done();
}
// END REPLACE
