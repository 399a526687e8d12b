//! The small programs that an explorer runs in every interleaving. What each returns must not depend on which.
//! `#[inline]`: compiled where they are run, and not for those who only want the queue.

use crate::queue::{Queue, Shutdown};
use crate::workers::{Task, consumer, producer};
use common::sync::{Arc, Mutex, atomic::AtomicBool, atomic::Ordering::Relaxed};
use common::thread;

/// One producer and `consumers` consumers share a queue of `capacity`; the results, in order.
#[inline]
pub fn deliver(consumers: usize, tasks: usize, capacity: usize) -> Vec<String> {
    let queue: Arc<Queue<Task>> = Arc::new(Queue::new(capacity));
    let results = Arc::new(Mutex::new(Vec::new()));
    let mut handles = Vec::new();
    for _ in 0..consumers {
        let (queue, results) = (Arc::clone(&queue), Arc::clone(&results));
        // Which worker processed a task does depend on the interleaving: here, all have the same number.
        handles.push(thread::spawn(move || consumer(0, &queue, &results, |_| {})));
    }
    producer(&queue, tasks, |_| {});
    handles.into_iter().for_each(|handle| handle.join().unwrap());
    let mut results = std::mem::take(&mut *results.lock().unwrap());
    results.sort();
    results
}

/// `producers` producers put `each` items, as far ahead of the one consumer as the queue lets them; the most items
/// that it ever saw waiting.
#[inline]
pub fn longest(producers: usize, each: usize, capacity: usize) -> usize {
    let queue = Arc::new(Queue::new(capacity));
    let mut handles = Vec::new();
    for _ in 0..producers {
        let queue = Arc::clone(&queue);
        handles.push(thread::spawn(move || (0..each).for_each(|item| queue.put(item).unwrap())));
    }
    let mut longest = 0;
    for _ in 0..producers * each {
        longest = longest.max(queue.len());
        queue.get().unwrap();
    }
    handles.into_iter().for_each(|handle| handle.join().unwrap());
    longest
}

/// A worker does one task while another thread waits in `join`; whether the work, `Relaxed`, was seen after `join`.
#[inline]
pub fn join_waits() -> bool {
    let queue = Arc::new(Queue::new(1));
    let done = Arc::new(AtomicBool::new(false));
    queue.put(()).unwrap();
    let worker = thread::spawn({
        let (queue, done) = (Arc::clone(&queue), Arc::clone(&done));
        move || {
            queue.get().unwrap();
            done.store(true, Relaxed);
            queue.task_done();
        }
    });
    queue.join();
    let was_done = done.load(Relaxed);
    worker.join().unwrap();
    was_done
}

/// A consumer waits for an item that nobody puts. It must sleep: an explorer then finds that no thread can go on,
/// where a consumer that kept looking would be seen running for ever.
pub fn wait_for_nothing() {
    let queue: Arc<Queue<()>> = Arc::new(Queue::new(1));
    let _ = queue.get();
}

/// `producers` want to put an item into a full queue for one while it is shut down; how many of them could, and
/// what can be got then.
#[inline]
pub fn shut_down_full(producers: usize, how: Shutdown) -> (usize, Option<usize>) {
    let queue = Arc::new(Queue::new(1));
    queue.put(1).unwrap();
    let mut handles = Vec::new();
    for _ in 0..producers {
        let queue = Arc::clone(&queue);
        handles.push(thread::spawn(move || queue.put(2).is_ok()));
    }
    queue.shutdown(how);
    let could = handles.into_iter().map(|handle| handle.join().unwrap()).filter(|could| *could).count();
    (could, queue.get().ok())
}

/// `consumers` want to get an item from an empty queue while it is shut down; how many of them could.
#[inline]
pub fn shut_down_empty(consumers: usize, how: Shutdown) -> usize {
    let queue: Arc<Queue<()>> = Arc::new(Queue::new(1));
    let mut handles = Vec::new();
    for _ in 0..consumers {
        let queue = Arc::clone(&queue);
        handles.push(thread::spawn(move || queue.get().is_ok()));
    }
    queue.shutdown(how);
    handles.into_iter().map(|handle| handle.join().unwrap()).filter(|could| *could).count()
}

/// A queue is shut down while one thread puts an item and another gets it; whether each could.
#[inline]
pub fn shut_down_between(how: Shutdown) -> (bool, bool) {
    let queue = Arc::new(Queue::new(1));
    let producer = thread::spawn({
        let queue = Arc::clone(&queue);
        move || queue.put(()).is_ok()
    });
    let consumer = thread::spawn({
        let queue = Arc::clone(&queue);
        move || queue.get().is_ok()
    });
    queue.shutdown(how);
    (producer.join().unwrap(), consumer.join().unwrap())
}

/// A queue with one task is shut down while a worker wants to do the task and another thread waits in `join`;
/// whether the worker got the task, and whether it was done when `join` returned.
#[inline]
pub fn shut_down_join(how: Shutdown) -> (bool, bool) {
    let queue = Arc::new(Queue::new(1));
    let done = Arc::new(Mutex::new(false));
    queue.put(()).unwrap();
    let worker = thread::spawn({
        let (queue, done) = (Arc::clone(&queue), Arc::clone(&done));
        move || {
            let got = queue.get().is_ok();
            if got {
                *done.lock().unwrap() = true;
                queue.task_done();
            }
            got
        }
    });
    let closer = thread::spawn({
        let queue = Arc::clone(&queue);
        move || queue.shutdown(how)
    });
    queue.join();
    let was_done = *done.lock().unwrap();
    closer.join().unwrap();
    (worker.join().unwrap(), was_done)
}
