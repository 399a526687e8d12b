//! The contents of a `static`: a new value in each execution.

#![allow(unsafe_code)]

use crate::execution::with_state;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ThreadId};

/// One `V` for each execution that asks for one, created on demand. Several executions may run at once, each on its
/// own OS thread.
pub(super) struct Fresh<V>(Mutex<Vec<Owned<V>>>);

/// The value of one execution.
struct Owned<V> {
    execution: u64,
    /// The OS thread that runs the execution.
    runner: ThreadId,
    value: *mut V,
}

// SAFETY: a value is accessed only by the OS thread that runs its execution, and by the owner of them all.
unsafe impl<V: Send> Send for Fresh<V> {}
// SAFETY: see above.
unsafe impl<V: Send + Sync> Sync for Fresh<V> {}

impl<V> Fresh<V> {
    pub(super) const fn new() -> Self {
        Fresh(Mutex::new(Vec::new()))
    }

    /// The value of this execution, created by `make` if need be.
    ///
    /// # Panics
    /// If called outside an explored program.
    #[track_caller]
    pub(super) fn get(&self, make: impl FnOnce() -> V) -> &V {
        // SAFETY: the pointer comes from `Box::into_raw`, and only `drop` frees it, when there is no reference to
        // `self`.
        unsafe { &*self.find(make) }
    }

    /// Like [`Fresh::get`], for the only owner.
    #[track_caller]
    pub(super) fn get_mut(&mut self, make: impl FnOnce() -> V) -> &mut V {
        // SAFETY: as above, and because of `&mut self` there is no other reference to the value.
        unsafe { &mut *self.find(make) }
    }

    #[track_caller]
    fn find(&self, make: impl FnOnce() -> V) -> *mut V {
        let execution = with_state(|s| s.serial);
        let known = |all: &[Owned<V>]| all.iter().find(|one| one.execution == execution).map(|one| one.value);
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = known(&lock());
        before.unwrap_or_else(|| {
            let value = Box::into_raw(Box::new(make()));
            let mut all = lock();
            // The previous execution of this runner is over. Its value is leaked, like everything an execution leaves
            // behind: the program may have kept a reference with the lifetime of a `static`.
            let runner = thread::current().id();
            all.retain(|one| one.runner != runner);
            all.push(Owned { execution, runner, value });
            value
        })
    }
}

impl<V> Drop for Fresh<V> {
    fn drop(&mut self) {
        let all = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        for one in all.drain(..) {
            // SAFETY: the pointer comes from `Box::into_raw`, and because of `&mut self` nothing else can reach it.
            drop(unsafe { Box::from_raw(one.value) });
        }
    }
}
