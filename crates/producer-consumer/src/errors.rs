//! What a queue answers when it does not do what it was asked for. Nothing is lost: a put gives its item back.

use std::error::Error;
use std::fmt;

/// The queue was shut down. From `put` it holds the item that was not put; `get` has none to give back.
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

/// Why `try_put` or `put_timeout` did not put the item, which it holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum TryPutError<T> {
    /// There was no room, now or within the time given.
    Full(T),
    /// The queue was shut down: there will never be room.
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

/// Why `try_get` or `get_timeout` got no item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TryGetError {
    /// There was no item, now or within the time given.
    Empty,
    /// The queue was shut down and holds nothing more: there will never be an item.
    ShutDown,
}

const FULL: &str = "the queue is full";
const EMPTY: &str = "the queue is empty";
const SHUT_DOWN: &str = "the queue was shut down";

// An item need not be printable for its error to be: `unwrap` works with every type.
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
