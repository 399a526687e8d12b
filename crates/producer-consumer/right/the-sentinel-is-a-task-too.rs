//! Marks the sentinel as done as well: then whoever waits in `join` needs to know nothing of sentinels.

// REPLACE consumer
while let Ok(task) = queue.get() {
    let Some(task) = task else {
        let _ = queue.put(None); // refused if the queue was shut down, and then nobody waits for it
        queue.task_done();
        break;
    };
    work(task);
    let result = format!("Worker {worker} processed task {task}");
    results.lock().unwrap_or_else(PoisonError::into_inner).push(result);
    queue.task_done();
}
// END REPLACE
