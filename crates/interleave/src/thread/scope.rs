//! Scoped threads, which may borrow because the scope waits for them.

#![allow(unsafe_code)]

use super::join::NotUnwindSafe;
use super::spawn::{Slot, Traits, start_unchecked};
use super::{Result, Thread, join};
use crate::execution::{blame, panics, with_state};
use crate::panic::resume_unwind;
use crate::record::ThreadId;
use std::fmt;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::sync::{Mutex, MutexGuard};

/// Like [`std::thread::Scope`].
pub struct Scope<'scope, 'env: 'scope> {
    threads: Mutex<Vec<ThreadId>>,
    scope: PhantomData<&'scope mut &'scope ()>,
    env: PhantomData<&'env mut &'env ()>,
}

/// Like [`std::thread::ScopedJoinHandle`].
pub struct ScopedJoinHandle<'scope, T> {
    thread: Thread,
    slot: Slot<T>,
    scope: PhantomData<&'scope ()>,
    not_unwind_safe: NotUnwindSafe,
}

/// Like [`std::thread::scope`].
///
/// # Panics
/// If a thread of the scope panicked and was not joined explicitly.
#[track_caller]
pub fn scope<'env, F, T>(body: F) -> T
where
    F: for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T,
{
    let place = Location::caller();
    let scope = Scope { threads: Mutex::default(), scope: PhantomData, env: PhantomData };
    let result = catch_unwind(AssertUnwindSafe(|| body(&scope)));
    if let Err(payload) = &result {
        blame::held_up(panics::message(&**payload));
    }
    // Threads of the scope may spawn more, so there may be new ones after each join.
    let mut joined = 0;
    while let Some(thread) = scope.thread(joined) {
        joined += 1;
        join::wait(thread, place);
    }
    match result {
        Err(payload) => {
            blame::goes_on();
            resume_unwind(payload)
        }
        Ok(_) if blame::hand_over_all(&scope.threads()) => panic!("{}", blame::SCOPE),
        Ok(value) => value,
    }
}

impl<'scope> Scope<'scope, '_> {
    /// Like [`std::thread::Scope::spawn`].
    #[track_caller]
    pub fn spawn<F, T>(&'scope self, body: F) -> ScopedJoinHandle<'scope, T>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        // SAFETY: `scope` returns or unwinds only when the thread has finished, and `'scope` ends after that. If it
        // does neither, the execution ends first, and the thread with it.
        let (thread, slot) = unsafe { start_unchecked(Traits::default(), body, Location::caller()) };
        self.handle(thread, slot)
    }

    pub(super) fn handle<T>(&'scope self, thread: ThreadId, slot: Slot<T>) -> ScopedJoinHandle<'scope, T> {
        self.threads().push(thread);
        ScopedJoinHandle {
            thread: with_state(|s| Thread::of(thread, s)),
            slot,
            scope: PhantomData,
            not_unwind_safe: PhantomData,
        }
    }

    fn thread(&self, index: usize) -> Option<ThreadId> {
        self.threads().get(index).copied()
    }

    fn threads(&self) -> MutexGuard<'_, Vec<ThreadId>> {
        self.threads.lock().expect("nobody panics with it")
    }
}

impl<T> ScopedJoinHandle<'_, T> {
    /// Like [`std::thread::ScopedJoinHandle::join`].
    ///
    /// # Errors
    /// The payload of the panic, if the thread panicked.
    #[track_caller]
    pub fn join(self) -> Result<T> {
        join::join(&self.thread, &self.slot, Location::caller())
    }

    /// Returns a handle to the thread.
    pub fn thread(&self) -> &Thread {
        &self.thread
    }

    /// Whether the thread has finished.
    #[track_caller]
    pub fn is_finished(&self) -> bool {
        join::is_finished(&self.thread, Location::caller())
    }
}

impl fmt::Debug for Scope<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scope").finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for ScopedJoinHandle<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScopedJoinHandle").finish_non_exhaustive()
    }
}
