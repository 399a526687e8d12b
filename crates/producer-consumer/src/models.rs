//! The small programs that an explorer runs in every interleaving. What each returns must not depend on which.

use crate::queue::Queue;
use crate::workers::{Task, consumer, producer};
use common::sync::{Arc, Mutex};
use common::thread;

/// One producer and `consumers` consumers share a queue of `capacity`; the results, in order.
pub fn deliver(consumers: usize, tasks: usize, capacity: usize) -> Vec<String> {
    let queue: Arc<Queue<Task>> = Arc::new(Queue::new(capacity));
    let results = Arc::new(Mutex::new(Vec::new()));
    let mut handles = Vec::new();
    for _ in 0..consumers {
        let queue = Arc::clone(&queue);
        let results = Arc::clone(&results);
        // Which worker processed a task does depend on the interleaving: here, all have the same number.
        handles.push(thread::spawn(move || consumer(0, &queue, &results, |_| {})));
    }
    producer(&queue, tasks, |_| {});
    for handle in handles {
        handle.join().unwrap();
    }
    let mut results = std::mem::take(&mut *results.lock().unwrap());
    results.sort();
    results
}

/// `producers` producers put `each` items, as far ahead of the one consumer as the queue lets them; the most items
/// that it ever saw waiting.
pub fn longest(producers: usize, each: usize, capacity: usize) -> usize {
    let queue = Arc::new(Queue::new(capacity));
    let mut handles = Vec::new();
    for _ in 0..producers {
        let queue = Arc::clone(&queue);
        handles.push(thread::spawn(move || (0..each).for_each(|item| queue.put(item))));
    }
    let mut longest = 0;
    for _ in 0..producers * each {
        longest = longest.max(queue.len());
        queue.get();
    }
    for handle in handles {
        handle.join().unwrap();
    }
    longest
}

/// A worker does one task while another thread waits in `join`; whether it was done when `join` returned.
pub fn join_waits() -> bool {
    let queue = Arc::new(Queue::new(1));
    let done = Arc::new(Mutex::new(false));
    queue.put(());
    let worker = thread::spawn({
        let (queue, done) = (Arc::clone(&queue), Arc::clone(&done));
        move || {
            queue.get();
            *done.lock().unwrap() = true;
            queue.task_done();
        }
    });
    queue.join();
    let was_done = *done.lock().unwrap();
    worker.join().unwrap();
    was_done
}

/// A consumer waits for an item that nobody puts. It must sleep: an explorer then finds that no thread can go on,
/// where a consumer that kept looking would be seen running for ever.
pub fn wait_for_nothing() {
    let queue: Arc<Queue<()>> = Arc::new(Queue::new(1));
    queue.get();
}
