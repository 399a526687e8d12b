//! Calls `task_done` once for each `get`, even if that returned the sentinel.
//!
//! expect: sentinel-tasks-are-done = wrong result

// REPLACE consumer
while let Ok(task) = queue.get() {
    if let Some(task) = task {
        work(task);
        let result = format!("Worker {worker} processed task {task}");
        results.lock().unwrap_or_else(PoisonError::into_inner).push(result);
    }
    queue.task_done();
    if task.is_none() {
        break;
    }
}
let _ = queue.put(None);
// END REPLACE
