//! A queue between threads that holds a limited number of items, like Python's `queue.Queue`.

// SOLUTION queue-timed
// `try_put`, `put_timeout`, `try_get` and `get_timeout`: like `put` and `get`, but with a timeout.
#[cfg(not(all(feature = "loom", not(feature = "model"))))] // loom has no clock
mod timed;
// END SOLUTION

use crate::errors::ShutDown;
// SOLUTION queue-patience
use common::patience::lock_when;
// END SOLUTION
// GIVEN queue-imports
use common::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::collections::VecDeque;
// END GIVEN

/// First in, first out. `put` waits while the queue is full, `get` while it is empty; a waiting thread sleeps.
///
/// A full queue slows its producers down to the pace of the consumers (back-pressure) instead of growing for ever.
///
/// ```
/// use producer_consumer::Queue;
/// use std::thread;
///
/// let queue = Queue::new(2);
/// thread::scope(|scope| {
///     scope.spawn(|| (0..100).try_for_each(|item| queue.put(item))); // at most two items ahead
///     assert!((0..100).eq((0..100).map(|_| queue.get().unwrap())));
/// });
/// ```
///
/// A thread may shut the queue down. After that no item can be put, and no thread waits for an item that will not
/// come:
///
/// ```
/// use producer_consumer::{Queue, ShutDown, Shutdown};
///
/// let queue = Queue::unbounded();
/// queue.put("the last one").unwrap();
/// queue.shutdown(Shutdown::Draining);
/// assert_eq!(queue.put("one more"), Err(ShutDown("one more")));
/// assert_eq!(queue.get(), Ok("the last one"));
/// assert_eq!(queue.get(), Err(ShutDown(())));
/// ```
pub struct Queue<T> {
    // GIVEN queue-state
    capacity: usize,
    state: Mutex<State<T>>,
    // A thread that wakes up holds the lock of `state` and checks again, in a loop. `shutdown` notifies every waiter
    // of all three: `put` and `get` then fail, and `join` checks whether any unfinished items are left.
    /// Waited on by `get` for an item. Notified by every `put`: one waiter is enough, because a put adds one item.
    not_empty: Condvar,
    /// Waited on by `put` for room. Notified by every `get`: one waiter is enough, because a get makes room for one.
    not_full: Condvar,
    /// Waited on by `join` until all are done. Notified by the last `task_done`: all waiters, for all can go on.
    all_done: Condvar,
    // END GIVEN
}

// GIVEN queue-contents
#[derive(Debug)]
struct State<T> {
    items: VecDeque<T>,
    /// The number of items that were put and for which `task_done` has not been called.
    unfinished: usize,
    /// Set by `shutdown` and never cleared: no more items are put, and an empty queue stays empty.
    shut_down: bool,
}

impl<T: std::fmt::Debug + 'static> Queue<T> {
    /// Makes the tables of an explorer show the contents of queues with this type of item.
    pub fn show() {
        common::show::<State<T>>();
    }
}
// END GIVEN

/// What happens to the items in a queue when it is shut down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shutdown {
    /// They can still be got; `get` fails when the queue is empty.
    Draining,
    /// They are dropped, as if each had been got and marked as done; `get` fails at once.
    Immediate,
}

impl<T> Queue<T> {
    /// An empty queue that holds at most `capacity` items.
    ///
    /// # Panics
    ///
    /// If `capacity` is 0, because no item could ever be put.
    pub fn new(capacity: usize) -> Self {
        assert!(capacity > 0, "a queue needs room for at least one item");
        // GIVEN queue-new
        Queue {
            capacity,
            state: Mutex::new(State { items: VecDeque::new(), unfinished: 0, shut_down: false }),
            not_empty: Condvar::new(),
            not_full: Condvar::new(),
            all_done: Condvar::new(),
        }
        // END GIVEN
    }

    /// An empty queue without a limit: its capacity is more than any memory can hold.
    pub fn unbounded() -> Self {
        Queue::new(usize::MAX)
    }

    /// Appends `item`, which counts as unfinished from now on; waits while the queue is full.
    ///
    /// # Errors
    ///
    /// Returns the item if the queue is shut down, before or during the wait. A refused item does not count as unfinished.
    pub fn put(&self, item: T) -> Result<(), ShutDown<T>> {
        // SOLUTION queue-put: queue-put-get: wait while full and not shut down; append, count; wake a consumer
        let mut state = lock_when(&self.state, |state| state.items.len() < self.capacity);
        // `while`, not `if`: after the notification and before this thread runs, another may have taken the room.
        while state.items.len() == self.capacity && !state.shut_down {
            state = self.not_full.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.shut_down {
            return Err(ShutDown(item));
        }
        state.items.push_back(item);
        state.unfinished += 1;
        self.not_empty.notify_one();
        Ok(())
        // END SOLUTION
    }

    /// Removes the oldest item; waits while the queue is empty.
    ///
    /// # Errors
    ///
    /// If the queue was shut down and is empty. Items put before a [`Shutdown::Draining`] can still be got.
    pub fn get(&self) -> Result<T, ShutDown> {
        // SOLUTION queue-get: queue-put-get: wait while empty and not shut down; take the oldest; wake a producer
        let mut state = lock_when(&self.state, |state| !state.items.is_empty());
        loop {
            if let Some(item) = state.items.pop_front() {
                self.not_full.notify_one();
                return Ok(item);
            }
            if state.shut_down {
                return Err(ShutDown(()));
            }
            state = self.not_empty.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        // END SOLUTION
    }

    /// Marks one item taken from the queue as done.
    ///
    /// # Panics
    ///
    /// If called more often than items were put. That is a bug in the caller, which it could not handle as an error.
    /// CPython raises a `ValueError`, which ends the thread in the same way. The count stays at 0.
    pub fn task_done(&self) {
        // SOLUTION queue-task-done: queue-join: one item less is unfinished; after the last, wake all who wait
        let mut state = self.lock();
        assert!(state.unfinished > 0, "task_done() called more often than put()");
        state.unfinished -= 1;
        if state.unfinished == 0 {
            self.all_done.notify_all();
        }
        // END SOLUTION
    }

    /// Waits until `task_done` has been called for every item put. It does not wait for items dropped by a shutdown.
    pub fn join(&self) {
        // SOLUTION queue-join: queue-join: wait while items are unfinished
        let mut state = self.lock();
        while state.unfinished > 0 {
            state = self.all_done.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        // END SOLUTION
    }

    /// Refuses all further items, and ends each wait in `put` and `get`; `join` still waits for the items that remain.
    /// A draining shutdown can be followed by an immediate one. No shutdown can be undone.
    pub fn shutdown(&self, how: Shutdown) {
        // GIVEN queue-shutdown
        let mut state = self.lock();
        state.shut_down = true;
        let left = match how {
            Shutdown::Draining => VecDeque::new(),
            Shutdown::Immediate => std::mem::take(&mut state.items),
        };
        // Not below 0: a caller may have called `task_done` by mistake before it got the item.
        state.unfinished = state.unfinished.saturating_sub(left.len());
        self.not_empty.notify_all();
        self.not_full.notify_all();
        self.all_done.notify_all();
        drop(state); // before `left`: dropping an item may run code that uses the queue
        // END GIVEN
    }

    /// The number of items in the queue now. Other threads may have changed it by the time you use the number.
    #[track_caller] // as for `lock`, below
    pub fn len(&self) -> usize {
        // GIVEN queue-len
        self.lock().items.len()
        // END GIVEN
    }

    /// Whether the queue is empty now; see [`Queue::len`].
    #[track_caller]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the queue is full now; see [`Queue::len`].
    #[track_caller]
    pub fn is_full(&self) -> bool {
        self.capacity() == Some(self.len())
    }

    /// The maximum number of items; `None` if the queue is unbounded.
    pub fn capacity(&self) -> Option<usize> {
        // GIVEN queue-capacity
        Some(self.capacity).filter(|capacity| *capacity < usize::MAX)
        // END GIVEN
    }

    /// Whether [`Queue::shutdown`] was called.
    pub fn is_shut_down(&self) -> bool {
        // GIVEN queue-is-shut-down
        self.lock().shut_down
        // END GIVEN
    }

    // GIVEN queue-lock
    /// Each method leaves the state consistent before it can panic, so the data of a poisoned lock is still correct.
    #[track_caller] // so an explorer shows the caller's line, which is more useful than this one
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
    // END GIVEN
}
