//! Puts the sentinel back twice: each consumer adds one more, until the queue is full.
//!
//! expect: sentinel-is-handed-on = deadlock
//! expect: sentinel-delivers = deadlock
//! expect: sentinel-stops-any-crowd = deadlock

// REPLACE consumer
while let Ok(Some(task)) = queue.get() {
    work(task);
    let result = format!("Worker {worker} processed task {task}");
    results.lock().unwrap_or_else(PoisonError::into_inner).push(result);
    queue.task_done();
}
let _ = queue.put(None);
let _ = queue.put(None);
// END REPLACE
