//! The two sides of the queue, and the sentinel between them: the lecture's lines 10 to 27.

use crate::Queue;
// GIVEN workers-imports
use common::sync::{Mutex, PoisonError};
// END GIVEN

/// A task's number, or `None`: the sentinel, which says that no more tasks will come.
pub type Task = Option<usize>;

/// Puts the tasks 0, 1, 2 … on the queue, calling `produced` after each, then one sentinel. Stops early if the
/// queue was shut down.
///
/// One sentinel is enough for one producer, who puts it last; with several, the first to finish would stop the
/// workers while others still produce. It is never marked as done, so [`Queue::join`], which waits for all that was
/// put, is not for this example: wait for the threads instead.
pub fn producer(queue: &Queue<Task>, tasks: usize, mut produced: impl FnMut(usize)) {
    for task in 0..tasks {
        if queue.put(Some(task)).is_err() {
            return;
        }
        produced(task);
    }
    // Refused only if the queue was shut down, and then nobody waits for it.
    let _ = queue.put(None);
}

/// Takes tasks from the queue until it meets the sentinel, or until the queue was shut down and is empty.
///
/// For each task, in this order: `work` deals with it, `Worker 4 processed task 0` (or whichever) goes to `results`,
/// and the task is marked as done. So whoever waits in [`Queue::join`] finds the work done and the result noted.
/// Consumers work at the same time: none holds the lock of `results` while it works. There is one sentinel: each
/// puts it back once, for the next, and never marks it as done. A queue that was shut down refuses it, as it should.
pub fn consumer(worker: usize, queue: &Queue<Task>, results: &Mutex<Vec<String>>, mut work: impl FnMut(usize)) {
    // SOLUTION consumer: sentinel: for each task: work, note the result, task_done; at the sentinel: hand it on
    while let Ok(Some(task)) = queue.get() {
        work(task);
        let result = format!("Worker {worker} processed task {task}");
        // A lock of its own: whoever writes a result keeps nobody from the queue.
        results.lock().unwrap_or_else(PoisonError::into_inner).push(result);
        queue.task_done();
    }
    // There is one sentinel, and there are several workers: put it back for the next. A queue that was shut down
    // refuses it, and wakes them all itself.
    let _ = queue.put(None);
    // END SOLUTION
}
