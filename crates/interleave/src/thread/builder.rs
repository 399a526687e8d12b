//! Threads with names.

#![allow(unsafe_code)]

use super::spawn::{Traits, start, start_unchecked};
use super::{JoinHandle, Scope, ScopedJoinHandle};
use std::io;
use std::panic::Location;

/// As [`std::thread::Builder`].
#[derive(Debug)]
pub struct Builder {
    traits: Traits,
}

impl Builder {
    /// A builder of a thread without a name.
    #[allow(clippy::new_without_default)] // as `std`'s
    pub fn new() -> Self {
        Builder { traits: Traits::default() }
    }

    /// The name that reports use.
    pub fn name(mut self, name: String) -> Self {
        self.traits.name = Some(name);
        self
    }

    /// The least size of its stack, in bytes; every model thread has 2 MiB anyway.
    pub fn stack_size(mut self, size: usize) -> Self {
        self.traits.stack = size;
        self
    }

    /// As [`super::spawn`].
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

    /// As [`std::thread::Builder::spawn_unchecked`].
    ///
    /// # Errors
    /// Never.
    ///
    /// # Safety
    /// The thread must have finished, or its execution be over, before what `body` borrows ends.
    #[track_caller]
    pub unsafe fn spawn_unchecked<F, T>(self, body: F) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send,
        T: Send,
    {
        // SAFETY: the caller sees to it.
        let (thread, slot) = unsafe { start_unchecked(self.traits, body, Location::caller()) };
        Ok(JoinHandle::new(thread, slot))
    }

    /// As [`Scope::spawn`].
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
        // SAFETY: `scope` only returns when the thread has finished, and `'scope` ends after that.
        let (thread, slot) = unsafe { start_unchecked(self.traits, body, Location::caller()) };
        Ok(scope.handle(thread, slot))
    }
}
