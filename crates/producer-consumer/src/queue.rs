//! A queue between threads that holds a limited number of items, as Python's `queue.Queue`.

// SOLUTION queue-timed
// `try_put`, `put_timeout`, `try_get` and `get_timeout`: as `put` and `get`, but they do not wait for ever.
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
///     scope.spawn(|| (0..100).try_for_each(|item| queue.put(item))); // runs ahead by two items at most
///     assert!((0..100).eq((0..100).map(|_| queue.get().unwrap())));
/// });
/// ```
///
/// Whoever is done with the queue may shut it down. Then nothing more is put, and nobody waits for what will not
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
    // Whoever wakes takes the lock of `state` and looks again, in a loop. `shutdown` notifies every waiter of all
    // three: `put` and `get` then fail, and `join` looks whether what was dropped was all that it waited for.
    /// Waited on by `get` for an item. Notified by every `put`: one waiter is enough, for it brings one item.
    not_empty: Condvar,
    /// Waited on by `put` for room. Notified by every `get`: one is enough, for it leaves room for one item.
    not_full: Condvar,
    /// Waited on by `join` until all is done. Notified by the last `task_done`, every waiter, for all may go on.
    all_done: Condvar,
    // END GIVEN
}

// GIVEN queue-contents
#[derive(Debug)]
struct State<T> {
    items: VecDeque<T>,
    /// How many items were put for which `task_done` has not been called.
    unfinished: usize,
    /// Set by `shutdown`, and for ever: nothing is put any more, and an empty queue stays empty.
    shut_down: bool,
}

impl<T: std::fmt::Debug + 'static> Queue<T> {
    /// The tables of an explorer then show what is in a queue of such items.
    pub fn show() {
        common::show::<State<T>>();
    }
}
// END GIVEN

/// What becomes of the items that wait in a queue when it is shut down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shutdown {
    /// They can still be got; `get` fails once there are no more.
    Draining,
    /// They are dropped, as if each had been got and marked as done; `get` fails at once.
    Immediate,
}

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
            state: Mutex::new(State { items: VecDeque::new(), unfinished: 0, shut_down: false }),
            not_empty: Condvar::new(),
            not_full: Condvar::new(),
            all_done: Condvar::new(),
        }
        // END GIVEN
    }

    /// An empty queue that is never full: no memory holds as many items as its capacity.
    pub fn unbounded() -> Self {
        Queue::new(usize::MAX)
    }

    /// Appends `item`, which is unfinished from now on; waits while the queue is full.
    ///
    /// # Errors
    ///
    /// The item, if the queue was shut down, before or while it waited. A refused item is not counted as unfinished.
    pub fn put(&self, item: T) -> Result<(), ShutDown<T>> {
        // SOLUTION queue-put: queue-put-get: wait while full and not shut down; append, count; wake a consumer
        let mut state = lock_when(&self.state, |state| state.items.len() < self.capacity);
        // `while`, not `if`: between the notify and this thread's turn, another may have taken the room.
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
    /// If the queue was shut down and is empty. What was put before a [`Shutdown::Draining`] can still be got.
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

    /// Says that an item taken from the queue has been dealt with.
    ///
    /// # Panics
    ///
    /// If called more often than items were put: a mistake in the caller, which nothing that it could do then would
    /// mend. CPython raises a `ValueError`, which ends the thread in the same way. The count stays at 0.
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

    /// Waits until `task_done` has been called for every item put. A shutdown ends this wait only for what it drops.
    pub fn join(&self) {
        // SOLUTION queue-join: queue-join: wait while items are unfinished
        let mut state = self.lock();
        while state.unfinished > 0 {
            state = self.all_done.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        // END SOLUTION
    }

    /// Refuses every further item, and ends each wait in `put` and `get`; `join` still waits for the items that remain.
    /// A queue that drains may still be shut down at once; one that was shut down stays so.
    pub fn shutdown(&self, how: Shutdown) {
        // GIVEN queue-shutdown
        let mut state = self.lock();
        state.shut_down = true;
        let left = match how {
            Shutdown::Draining => VecDeque::new(),
            Shutdown::Immediate => std::mem::take(&mut state.items),
        };
        // Not below 0: a caller may have made the mistake to call `task_done` before it got the item.
        state.unfinished = state.unfinished.saturating_sub(left.len());
        self.not_empty.notify_all();
        self.not_full.notify_all();
        self.all_done.notify_all();
        drop(state); // before `left`: an item that is dropped may use the queue
        // END GIVEN
    }

    /// How many items are waiting now. Other threads may have changed that by the time you look at the number.
    #[track_caller] // as `lock`, below
    pub fn len(&self) -> usize {
        // GIVEN queue-len
        self.lock().items.len()
        // END GIVEN
    }

    /// Whether no item is waiting now; see [`Queue::len`].
    #[track_caller]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether no further item fits in now; see [`Queue::len`].
    #[track_caller]
    pub fn is_full(&self) -> bool {
        self.capacity() == Some(self.len())
    }

    /// How many items the queue can hold; `None` if it is unbounded.
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
    /// Each method leaves a state that is right before it can panic, so a poisoned lock still guards good data.
    #[track_caller] // an explorer then shows the caller's line, which says more than this one
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
    // END GIVEN
}
