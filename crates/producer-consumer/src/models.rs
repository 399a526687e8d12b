//! The small programs that an explorer runs in every interleaving. Their results must not depend on the interleaving.
//! `#[inline]`: compiled only where they are used, so users of the queue do not pay for them.

use crate::queue::{Queue, Shutdown};
use crate::workers::{Task, consumer, producer};
use common::sync::{Arc, Mutex, atomic::AtomicBool, atomic::Ordering::Relaxed};
use common::thread;

/// One producer and `consumers` consumers share a queue of `capacity`. Returns the results, sorted.
#[inline]
pub fn deliver(consumers: usize, tasks: usize, capacity: usize) -> Vec<String> {
    let queue: Arc<Queue<Task>> = Arc::new(Queue::new(capacity));
    let results = Arc::new(Mutex::new(Vec::new()));
    let mut handles = Vec::new();
    for _ in 0..consumers {
        let (queue, results) = (Arc::clone(&queue), Arc::clone(&results));
        // Which worker processes a task depends on the interleaving, so here all workers have the same number.
        handles.push(thread::spawn(move || consumer(0, &queue, &results, |_| {})));
    }
    producer(&queue, tasks, |_| {});
    handles.into_iter().for_each(|handle| handle.join().unwrap());
    let mut results = std::mem::take(&mut *results.lock().unwrap());
    results.sort();
    results
}

/// `producers` producers put `each` items each, as far ahead of the one consumer as the queue allows. Returns the
/// greatest length of the queue that the consumer saw.
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

/// A worker does one task while another thread waits in `join`. Returns whether the `Relaxed` store was seen after `join`.
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

/// A consumer waits for an item that no thread puts. It must sleep, so that an explorer finds a deadlock. With a
/// consumer that keeps checking, it would find a thread that runs for ever.
pub fn wait_for_nothing() {
    let queue: Arc<Queue<()>> = Arc::new(Queue::new(1));
    let _ = queue.get();
}

/// `producers` put an item into a full queue of capacity 1 while it is shut down. Returns how many of them succeeded,
/// and the result of a `get` afterwards.
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

/// `consumers` get an item from an empty queue while it is shut down. Returns how many of them succeeded.
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

/// A queue is shut down while one thread puts an item and another gets it. Returns whether each succeeded.
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

/// A queue with one task is shut down while a worker gets the task and another thread waits in `join`. Returns
/// whether the worker got the task, and whether the task was done when `join` returned.
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
