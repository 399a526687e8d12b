//! Formats and records a result in one statement; the temporary guard lives until its end.

// REPLACE consumer
loop {
    match queue.get() {
        Ok(Some(task)) => {
            work(task);
            let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
            results.extend([format!("Worker {worker} processed task {task}")]);
            drop(results);
            queue.task_done();
        }
        _ => return drop(queue.put(None)),
    }
}
// END REPLACE
