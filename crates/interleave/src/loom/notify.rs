//! `loom::sync::Notify`.

use crate::sync::{Condvar, Mutex};
use std::fmt;

/// Lets one thread notify another. A notification that comes before the wait is kept.
pub struct Notify {
    notified: Mutex<bool>,
    changed: Condvar,
}

impl Notify {
    /// Creates a `Notify` without a notification.
    ///
    /// # Panics
    /// If called outside an explored program.
    #[track_caller]
    pub fn new() -> Self {
        Notify { notified: Mutex::new(false), changed: Condvar::new() }
    }

    /// Notifies the waiting thread, or the next to wait.
    #[track_caller]
    pub fn notify(&self) {
        let Ok(mut notified) = self.notified.lock() else { unreachable!("nobody panics with it") };
        *notified = true;
        self.changed.notify_one();
    }

    /// Waits for a notification, and consumes it.
    #[track_caller]
    pub fn wait(&self) {
        let Ok(mut notified) = self.notified.lock() else { unreachable!("nobody panics with it") };
        while !*notified {
            notified = match self.changed.wait(notified) {
                Ok(notified) => notified,
                Err(_) => unreachable!("nobody panics with it"),
            };
        }
        *notified = false;
    }
}

impl Default for Notify {
    #[track_caller]
    fn default() -> Self {
        Notify::new()
    }
}

impl fmt::Debug for Notify {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notify").finish_non_exhaustive()
    }
}
