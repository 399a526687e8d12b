//! What a `static` holds in each execution: something new.

#![allow(unsafe_code)]

use crate::execution::with_state;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ThreadId};

/// A `V` for each execution that asks for one, made when it does. Several may be under way at once, each on an OS thread of
/// its own.
pub(super) struct Fresh<V>(Mutex<Vec<Owned<V>>>);

/// The value of one execution.
struct Owned<V> {
    execution: u64,
    /// Runs the execution.
    runner: ThreadId,
    value: *mut V,
}

// SAFETY: a value is only reached by the OS thread whose execution it belongs to, and by who owns all of them.
unsafe impl<V: Send> Send for Fresh<V> {}
// SAFETY: see above.
unsafe impl<V: Send + Sync> Sync for Fresh<V> {}

impl<V> Fresh<V> {
    pub(super) const fn new() -> Self {
        Fresh(Mutex::new(Vec::new()))
    }

    /// That of this execution; `make` makes it.
    ///
    /// # Panics
    /// Outside an exploration.
    #[track_caller]
    pub(super) fn get(&self, make: impl FnOnce() -> V) -> &V {
        // SAFETY: it comes from `Box::into_raw`, and only `drop` frees it, when nobody has a reference to `self`.
        unsafe { &*self.find(make) }
    }

    /// As [`Fresh::get`], for the only owner.
    #[track_caller]
    pub(super) fn get_mut(&mut self, make: impl FnOnce() -> V) -> &mut V {
        // SAFETY: as above, and with `&mut self` nobody else has a reference to the value.
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
            // The runner's execution before this one is over. Its value is leaked, as all that an execution leaves behind:
            // the program may have kept a reference that lives as long as a `static`.
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
            // SAFETY: it comes from `Box::into_raw`, and with `&mut self` nobody else has a way to it.
            drop(unsafe { Box::from_raw(one.value) });
        }
    }
}
