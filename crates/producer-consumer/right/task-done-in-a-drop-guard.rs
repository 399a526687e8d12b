//! A guard marks the task as done when it goes out of scope, after the result is recorded.

// REPLACE consumer
struct Done<'a>(&'a Queue<Task>);
impl Drop for Done<'_> {
    fn drop(&mut self) {
        self.0.task_done();
    }
}
loop {
    match queue.get() {
        Ok(Some(task)) => {
            let _done = Done(queue);
            work(task);
            let text = String::from("Worker ") + &worker.to_string() + " processed task " + &task.to_string();
            if let Ok(mut results) = results.lock() { results.push(text) }
        }
        Ok(None) => {
            drop(queue.put(None));
            break;
        }
        Err(_) => break,
    }
}
// END REPLACE
