//! What the threads of a program observed in one execution.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// One observation: a word, and a value or 0.
pub type Seen = (&'static str, usize);

/// The message of every panic that a program causes.
pub const ON_PURPOSE: &str = "on purpose";

/// The observations of one thread. They survive its panic, and are read only after the thread was joined.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<Seen>>>);

impl Log {
    pub fn push(&self, what: &'static str, value: usize) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((what, value));
    }

    /// Moves the observations out of `other` to the end of this log.
    pub fn append(&self, other: &Log) {
        let mut seen = other.take();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).append(&mut seen);
    }

    pub fn take(&self) -> Vec<Seen> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The observations of the main thread; after each join, those of the joined thread.
pub struct Outcome(pub Vec<Seen>);

impl fmt::Debug for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (what, value)) in self.0.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(f, "{comma}{what} {value}")?;
        }
        Ok(())
    }
}
