//! Marks its tasks as done only at the end: a thread that waits in `join` before it puts the sentinel waits for ever.
//!
//! expect: sentinel-done-means-done = deadlock

// REPLACE consumer
let mut done = 0;
while let Ok(Some(task)) = queue.get() {
    work(task);
    let result = format!("Worker {worker} processed task {task}");
    results.lock().unwrap_or_else(PoisonError::into_inner).push(result);
    done += 1;
}
(0..done).for_each(|_| queue.task_done());
let _ = queue.put(None);
// END REPLACE
