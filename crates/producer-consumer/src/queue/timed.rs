//! The puts and gets that wait only for a given time, or not at all. They wait on the same condition variables as `put` and
//! `get`, and notify the same; only the deadline is new. A handout leaves them out, as they would give the exercise away.

// SOLUTION queue-timed-methods
use super::{Queue, State};
use crate::errors::{TryGetError, TryPutError};
use common::sync::{Condvar, MutexGuard, PoisonError};
use common::time::{Duration, Instant};

impl<T> Queue<T> {
    /// Appends `item` if there is room now; never waits for room. (Like every method, it waits for the lock if another
    /// thread holds it.)
    ///
    /// # Errors
    ///
    /// Returns the item if the queue is full or was shut down.
    ///
    /// ```
    /// use producer_consumer::{Queue, TryPutError};
    ///
    /// let queue = Queue::new(1);
    /// assert_eq!(queue.try_put("tea"), Ok(()));
    /// assert_eq!(queue.try_put("milk"), Err(TryPutError::Full("milk")));
    /// ```
    pub fn try_put(&self, item: T) -> Result<(), TryPutError<T>> {
        self.put_timeout(item, Duration::ZERO)
    }

    /// Appends `item`; waits at most `timeout` while the queue is full.
    ///
    /// # Errors
    ///
    /// Returns the item if there is no room before the timeout, or if the queue is shut down.
    pub fn put_timeout(&self, item: T, timeout: Duration) -> Result<(), TryPutError<T>> {
        let deadline = Deadline::after(timeout);
        let mut state = self.lock();
        while state.items.len() == self.capacity && !state.shut_down {
            state = match deadline.wait(&self.not_full, state) {
                Some(state) => state,
                None => return Err(TryPutError::Full(item)),
            };
        }
        if state.shut_down {
            return Err(TryPutError::ShutDown(item));
        }
        state.items.push_back(item);
        state.unfinished += 1;
        self.not_empty.notify_one();
        Ok(())
    }

    /// Removes the oldest item if there is one now; never waits for an item.
    ///
    /// # Errors
    ///
    /// If the queue is empty. The error says whether it was shut down.
    pub fn try_get(&self) -> Result<T, TryGetError> {
        self.get_timeout(Duration::ZERO)
    }

    /// Removes the oldest item; waits at most `timeout` while the queue is empty.
    ///
    /// # Errors
    ///
    /// If there is no item before the timeout. The error says whether the queue was shut down.
    ///
    /// ```
    /// use producer_consumer::{Queue, TryGetError};
    /// use std::time::Duration;
    ///
    /// let queue = Queue::<u8>::new(1);
    /// assert_eq!(queue.get_timeout(Duration::from_millis(1)), Err(TryGetError::Empty));
    /// ```
    pub fn get_timeout(&self, timeout: Duration) -> Result<T, TryGetError> {
        let deadline = Deadline::after(timeout);
        let mut state = self.lock();
        loop {
            // First of all, so that an item which came at the last moment is taken and not left behind.
            if let Some(item) = state.items.pop_front() {
                self.not_full.notify_one();
                return Ok(item);
            }
            if state.shut_down {
                return Err(TryGetError::ShutDown);
            }
            state = deadline.wait(&self.not_empty, state).ok_or(TryGetError::Empty)?;
        }
    }
}

/// When to give up; `None` if that is beyond what the clock can represent.
struct Deadline(Option<Instant>);

impl Deadline {
    fn after(timeout: Duration) -> Self {
        Deadline(Instant::now().checked_add(timeout))
    }

    /// Sleeps until `condvar` is notified or the deadline has passed; `None` if it had passed before. A caller that is
    /// woken does not know which of the two happened, so it checks the queue again before it waits again.
    #[track_caller] // so an explorer shows which put or get waits
    fn wait<'a, T>(&self, condvar: &Condvar, state: MutexGuard<'a, State<T>>) -> Option<MutexGuard<'a, State<T>>> {
        let left = match self.0 {
            Some(deadline) => deadline.saturating_duration_since(Instant::now()),
            None => Duration::MAX,
        };
        if left.is_zero() {
            return None;
        }
        Some(condvar.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0)
    }
}
// END SOLUTION
