//! Panics when a queue that was shut down refuses the sentinel.
//!
//! expect: sentinel-ends-with-the-queue = panicked

// REPLACE consumer
while let Ok(got) = queue.get() {
    let Some(task) = got else {
        queue.put(None).unwrap();
        return;
    };
    work(task);
    let line = format!("Worker {worker} processed task {task}");
    results.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    queue.task_done();
}
// END REPLACE
