//! The errors of a queue. The error of a put returns the item, so that nothing is lost.

use std::error::Error;
use std::fmt;

/// The queue was shut down. The error of `put` contains the item that was not put; the error of `get` contains nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ShutDown<T = ()>(pub T);

impl<T> ShutDown<T> {
    /// The item that was not put.
    ///
    /// ```
    /// use producer_consumer::{Queue, Shutdown};
    ///
    /// let queue = Queue::new(1);
    /// queue.shutdown(Shutdown::Draining);
    /// assert_eq!(queue.put("a letter").unwrap_err().into_inner(), "a letter");
    /// ```
    pub fn into_inner(self) -> T {
        self.0
    }
}

/// Why `try_put` or `put_timeout` did not put the item. The error contains the item.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum TryPutError<T> {
    /// The queue was full, and stayed full until the timeout.
    Full(T),
    /// The queue was shut down, so it accepts no more items.
    ShutDown(T),
}

impl<T> TryPutError<T> {
    /// The item that was not put.
    pub fn into_inner(self) -> T {
        match self {
            TryPutError::Full(item) | TryPutError::ShutDown(item) => item,
        }
    }
}

/// Why `try_get` or `get_timeout` returned no item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TryGetError {
    /// The queue was empty, and stayed empty until the timeout.
    Empty,
    /// The queue was shut down and is empty, so no item will ever come.
    ShutDown,
}

const FULL: &str = "the queue is full";
const EMPTY: &str = "the queue is empty";
const SHUT_DOWN: &str = "the queue was shut down";

// `Debug` does not require `T: Debug`, so `unwrap` works with items of every type.
impl<T> fmt::Debug for ShutDown<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShutDown(..)")
    }
}

impl<T> fmt::Debug for TryPutError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TryPutError::Full(_) => "Full(..)",
            TryPutError::ShutDown(_) => "ShutDown(..)",
        })
    }
}

impl<T> fmt::Display for ShutDown<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(SHUT_DOWN)
    }
}

impl<T> fmt::Display for TryPutError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TryPutError::Full(_) => FULL,
            TryPutError::ShutDown(_) => SHUT_DOWN,
        })
    }
}

impl fmt::Display for TryGetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TryGetError::Empty => EMPTY,
            TryGetError::ShutDown => SHUT_DOWN,
        })
    }
}

impl<T> Error for ShutDown<T> {}
impl<T> Error for TryPutError<T> {}
impl Error for TryGetError {}
