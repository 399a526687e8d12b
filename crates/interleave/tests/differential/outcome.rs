//! What the threads of a program saw in one execution.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// What one operation saw: a word, and a value where there is one.
pub type Seen = (&'static str, usize);

/// Begins the message of every panic that a program causes.
pub const ON_PURPOSE: &str = "on purpose";

/// What one thread saw. It survives a panic of its thread, and nobody reads it before the thread has been joined.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<Seen>>>);

impl Log {
    pub fn push(&self, what: &'static str, value: usize) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((what, value));
    }

    /// Moves what is in `other` here.
    pub fn append(&self, other: &Log) {
        let mut seen = other.take();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).append(&mut seen);
    }

    pub fn take(&self) -> Vec<Seen> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What the main thread saw, and after each join what the joined thread saw.
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
