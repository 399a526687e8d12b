//! Thread builders.

#![allow(unsafe_code)]

use super::spawn::{Traits, start, start_unchecked};
use super::{JoinHandle, Scope, ScopedJoinHandle};
use std::io;
use std::panic::Location;

/// Like [`std::thread::Builder`].
#[derive(Debug)]
pub struct Builder {
    traits: Traits,
}

impl Builder {
    /// Creates a builder for a thread without a name.
    #[allow(clippy::new_without_default)] // as in `std`
    pub fn new() -> Self {
        Builder { traits: Traits::default() }
    }

    /// Sets the name that reports use.
    pub fn name(mut self, name: String) -> Self {
        self.traits.name = Some(name);
        self
    }

    /// Sets the minimum size of the stack, in bytes. Every model thread has at least 2 MiB.
    pub fn stack_size(mut self, size: usize) -> Self {
        self.traits.stack = size;
        self
    }

    /// Like [`super::spawn`].
    ///
    /// # Errors
    /// Never.
    #[track_caller]
    pub fn spawn<F, T>(self, body: F) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let (thread, slot) = start(self.traits, body, Location::caller());
        Ok(JoinHandle::new(thread, slot))
    }

    /// Like [`std::thread::Builder::spawn_unchecked`].
    ///
    /// # Errors
    /// Never.
    ///
    /// # Safety
    /// The thread must have finished, or its execution must be over, before the borrows of `body` end.
    #[track_caller]
    pub unsafe fn spawn_unchecked<F, T>(self, body: F) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send,
        T: Send,
    {
        // SAFETY: guaranteed by the caller.
        let (thread, slot) = unsafe { start_unchecked(self.traits, body, Location::caller()) };
        Ok(JoinHandle::new(thread, slot))
    }

    /// Like [`Scope::spawn`].
    ///
    /// # Errors
    /// Never.
    #[track_caller]
    pub fn spawn_scoped<'scope, 'env, F, T>(
        self,
        scope: &'scope Scope<'scope, 'env>,
        body: F,
    ) -> io::Result<ScopedJoinHandle<'scope, T>>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        // SAFETY: `scope` returns only when the thread has finished, and `'scope` ends after that.
        let (thread, slot) = unsafe { start_unchecked(self.traits, body, Location::caller()) };
        Ok(scope.handle(thread, slot))
    }
}
