//! Takes the lock of the results before the work: correct, but only one consumer works at a time.
//!
//! expect: sentinel-workers-overlap = over-synchronised

// REPLACE consumer
while let Ok(Some(task)) = queue.get() {
    let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
    work(task);
    results.push(format!("Worker {worker} processed task {task}"));
    queue.task_done();
}
let _ = queue.put(None);
// END REPLACE
