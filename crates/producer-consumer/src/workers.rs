//! The two sides of the queue, and the sentinel that ends the work: the lecture's lines 10 to 27.

use crate::Queue;
// GIVEN workers-imports
use common::sync::{Mutex, PoisonError};
// END GIVEN

/// A task's number, or `None`: the sentinel, which means that no more tasks will come.
pub type Task = Option<usize>;

/// Puts the tasks 0, 1, 2 … on the queue, calling `produced` after each, and then one sentinel. Stops early if the
/// queue was shut down.
///
/// One sentinel is enough for one producer, which puts it last. With several producers, the first to finish would stop
/// the workers while others still produce. The sentinel is never marked as done, so do not wait in [`Queue::join`],
/// which waits for everything that was put: join the threads instead.
pub fn producer(queue: &Queue<Task>, tasks: usize, mut produced: impl FnMut(usize)) {
    for task in 0..tasks {
        if queue.put(Some(task)).is_err() {
            return;
        }
        produced(task);
    }
    // Refused only if the queue was shut down, and then no consumer waits for it.
    let _ = queue.put(None);
}

/// Takes tasks from the queue until it gets the sentinel, or until the queue was shut down and is empty.
///
/// For each task, in this order: `work` is called with it, `Worker 4 processed task 0` (for example) is appended to
/// `results`, and the task is marked as done. So when [`Queue::join`] returns, the work is done and the result recorded.
/// Consumers work at the same time: none holds the lock of `results` while it works. There is one sentinel: each consumer
/// puts it back once, for the next, and never marks it as done. A queue that was shut down refuses it, which is correct.
pub fn consumer(worker: usize, queue: &Queue<Task>, results: &Mutex<Vec<String>>, mut work: impl FnMut(usize)) {
    // SOLUTION consumer: sentinel: for each task: work, note the result, task_done; at the sentinel: hand it on
    while let Ok(Some(task)) = queue.get() {
        work(task);
        let result = format!("Worker {worker} processed task {task}");
        // A separate lock: recording a result does not block the queue.
        results.lock().unwrap_or_else(PoisonError::into_inner).push(result);
        queue.task_done();
    }
    // There is one sentinel but several workers: put it back for the next. A queue that was shut down refuses it,
    // and has woken all workers itself.
    let _ = queue.put(None);
    // END SOLUTION
}
