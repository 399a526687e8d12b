//! Records that a task was processed before it is: the results are wrong while the work goes on, and for ever if it fails.
//!
//! expect: sentinel-results = wrong result

// REPLACE consumer
while let Ok(Some(task)) = queue.get() {
    let result = format!("Worker {worker} processed task {task}");
    results.lock().unwrap_or_else(PoisonError::into_inner).push(result);
    work(task);
    queue.task_done();
}
let _ = queue.put(None);
// END REPLACE
