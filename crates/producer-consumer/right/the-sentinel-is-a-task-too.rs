//! Marks the sentinel as done as well: then whoever waits in `join` needs to know nothing of sentinels.

// REPLACE consumer
while let Some(task) = queue.get() {
    work(task);
    let result = format!("Worker {worker} processed task {task}");
    results.lock().unwrap_or_else(PoisonError::into_inner).push(result);
    queue.task_done();
}
queue.put(None);
queue.task_done();
// END REPLACE
