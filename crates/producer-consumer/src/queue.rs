//! A queue between threads that holds a limited number of items, as Python's `queue.Queue`.

// GIVEN queue-imports
use common::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::collections::VecDeque;
// END GIVEN

/// First in, first out. `put` waits while the queue is full, `get` while it is empty; nobody burns time on it.
///
/// A full queue slows its producers down to the pace of the consumers (back-pressure) instead of growing for ever.
///
/// ```
/// use producer_consumer::Queue;
/// use std::thread;
///
/// let queue = Queue::new(2);
/// thread::scope(|scope| {
///     scope.spawn(|| (0..100).for_each(|item| queue.put(item))); // runs ahead by two items at most
///     assert!((0..100).eq((0..100).map(|_| queue.get())));
/// });
/// ```
pub struct Queue<T> {
    // GIVEN queue-state
    capacity: usize,
    state: Mutex<State<T>>,
    // All three wait under the lock of `state`, and each waits for one thing only.
    /// Waited on by `get`. Notified by `put`, one waiter at a time, for it brings one item.
    not_empty: Condvar,
    /// Waited on by `put`. Notified by `get`, one waiter at a time, for it leaves room for one item.
    not_full: Condvar,
    /// Waited on by `join`. Notified by the last `task_done`, every waiter, for all of them may go on.
    all_done: Condvar,
    // END GIVEN
}

// GIVEN queue-contents
struct State<T> {
    items: VecDeque<T>,
    /// How many items were put for which `task_done` has not been called.
    unfinished: usize,
}
// END GIVEN

impl<T> Queue<T> {
    /// An empty queue that holds at most `capacity` items.
    ///
    /// # Panics
    ///
    /// If `capacity` is 0: nobody could ever put anything.
    pub fn new(capacity: usize) -> Self {
        assert!(capacity > 0, "a queue needs room for at least one item");
        // GIVEN queue-new
        Queue {
            capacity,
            state: Mutex::new(State { items: VecDeque::new(), unfinished: 0 }),
            not_empty: Condvar::new(),
            not_full: Condvar::new(),
            all_done: Condvar::new(),
        }
        // END GIVEN
    }

    /// Appends `item`; waits while the queue is full.
    pub fn put(&self, item: T) {
        // SOLUTION queue-put: wait while the queue is full; append; wake one consumer
        let mut state = self.lock();
        // `while`, not `if`: between the notify and this thread's turn, another may have taken the room.
        while state.items.len() == self.capacity {
            state = self.not_full.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.items.push_back(item);
        state.unfinished += 1;
        self.not_empty.notify_one();
        // END SOLUTION
    }

    /// Removes the oldest item; waits while the queue is empty.
    pub fn get(&self) -> T {
        // SOLUTION queue-get: wait while the queue is empty; remove the oldest; wake one producer
        let mut state = self.lock();
        loop {
            if let Some(item) = state.items.pop_front() {
                self.not_full.notify_one();
                return item;
            }
            state = self.not_empty.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        // END SOLUTION
    }

    /// Says that an item taken from the queue has been dealt with.
    ///
    /// # Panics
    ///
    /// If called more often than items were put.
    pub fn task_done(&self) {
        // SOLUTION queue-task-done: one item less is unfinished; after the last, wake everybody who waits for that
        let mut state = self.lock();
        assert!(state.unfinished > 0, "task_done() called more often than put()");
        state.unfinished -= 1;
        if state.unfinished == 0 {
            self.all_done.notify_all();
        }
        // END SOLUTION
    }

    /// Waits until `task_done` has been called for every item put.
    pub fn join(&self) {
        // SOLUTION queue-join: wait while items are unfinished
        let mut state = self.lock();
        while state.unfinished > 0 {
            state = self.all_done.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        // END SOLUTION
    }

    /// How many items are waiting now. Other threads may have changed that by the time you look at the number.
    pub fn len(&self) -> usize {
        // GIVEN queue-len
        self.lock().items.len()
        // END GIVEN
    }

    /// Whether no item is waiting now; see [`Queue::len`].
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many items the queue can hold.
    pub fn capacity(&self) -> usize {
        // GIVEN queue-capacity
        self.capacity
        // END GIVEN
    }

    // GIVEN queue-lock
    /// Each method leaves a state that is right before it can panic, so a poisoned lock still guards good data.
    #[track_caller] // an explorer then shows the caller's line, which says more than this one
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
    // END GIVEN
}
