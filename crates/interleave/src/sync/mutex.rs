//! `std::sync::Mutex`, with operations that the explorer sees.

#![allow(unsafe_code)]

use super::hold::Hold;
use super::lock::Lock;
use super::{LockResult, PoisonError, TryLockError, TryLockResult};
use crate::record::ObjectKind;
use crate::show::Kind;
use std::cell::UnsafeCell;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::panic::{Location, RefUnwindSafe, UnwindSafe};

/// Like [`std::sync::Mutex`]. Locking is a step; unlocking is part of the step before it.
pub struct Mutex<T: ?Sized> {
    lock: Lock,
    /// The kind of the value.
    kind: Kind,
    value: UnsafeCell<T>,
}

// SAFETY: as in `std`. The value is accessed only through a guard, the explorer gives out one guard at a time, and
// all threads of an exploration run on the OS thread that holds its state: on any other, every operation panics
// first.
unsafe impl<T: ?Sized + Send> Send for Mutex<T> {}
// SAFETY: see above.
unsafe impl<T: ?Sized + Send> Sync for Mutex<T> {}

impl<T: ?Sized> UnwindSafe for Mutex<T> {}
impl<T: ?Sized> RefUnwindSafe for Mutex<T> {}

/// Like [`std::sync::MutexGuard`].
#[must_use = "if unused the Mutex will immediately unlock"]
pub struct MutexGuard<'a, T: ?Sized> {
    pub(super) mutex: &'a Mutex<T>,
    pub(super) hold: Hold,
    /// As in `std`: a guard must be dropped by the thread that locked.
    not_send: PhantomData<*const ()>,
}

// SAFETY: as in `std`: a shared guard gives only `&T`.
unsafe impl<T: ?Sized + Sync> Sync for MutexGuard<'_, T> {}

impl<T> Mutex<T> {
    /// Creates an unlocked mutex.
    ///
    /// # Panics
    /// If called outside an explored program.
    #[track_caller]
    pub fn new(value: T) -> Self {
        let (lock, kind) = Lock::new(ObjectKind::Mutex, Location::caller(), &value);
        Mutex { lock, kind, value: UnsafeCell::new(value) }
    }

    /// Like [`std::sync::Mutex::into_inner`].
    ///
    /// # Errors
    /// If the mutex is poisoned.
    pub fn into_inner(self) -> LockResult<T> {
        let poisoned = self.lock.is_poisoned_for_owner();
        result(self.value.into_inner(), poisoned)
    }
}

impl<T: ?Sized> Mutex<T> {
    /// Locks the mutex, and waits for it if need be.
    ///
    /// # Errors
    /// If the mutex is poisoned: a thread panicked while holding it.
    #[track_caller]
    pub fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
        let (hold, poisoned) = self.lock.acquire(false, Location::caller(), &|| self.text());
        result(self.guard(hold), poisoned)
    }

    /// Locks the mutex if it is free. In a program that calls this, every unlock is explored as a step of its own.
    ///
    /// # Errors
    /// If the mutex is locked, or poisoned.
    #[track_caller]
    pub fn try_lock(&self) -> TryLockResult<MutexGuard<'_, T>> {
        match self.lock.try_acquire(false, Location::caller(), &|| self.text()) {
            None => Err(TryLockError::WouldBlock),
            Some((hold, poisoned)) => result(self.guard(hold), poisoned).map_err(TryLockError::Poisoned),
        }
    }

    /// Whether the mutex is poisoned: a thread panicked while holding it.
    #[track_caller]
    pub fn is_poisoned(&self) -> bool {
        self.lock.is_poisoned(Location::caller())
    }

    /// Clears the poison.
    #[track_caller]
    pub fn clear_poison(&self) {
        self.lock.clear_poison(Location::caller());
    }

    /// Returns a mutable reference to the value.
    ///
    /// # Errors
    /// If the mutex is poisoned.
    pub fn get_mut(&mut self) -> LockResult<&mut T> {
        let poisoned = self.lock.is_poisoned_for_owner();
        result(self.value.get_mut(), poisoned)
    }

    pub(super) fn guard(&self, hold: Hold) -> MutexGuard<'_, T> {
        MutexGuard { mutex: self, hold, not_send: PhantomData }
    }

    pub(super) fn text(&self) -> Option<String> {
        // SAFETY: called only by the thread that has just taken the lock or is about to release it, while no `&mut`
        // from its guard exists.
        let value = unsafe { &*self.value.get() };
        // SAFETY: the kind was made from the value's type.
        unsafe { self.kind.text(value) }
    }
}

pub(super) fn result<G>(guard: G, poisoned: bool) -> LockResult<G> {
    if poisoned { Err(PoisonError::new(guard)) } else { Ok(guard) }
}

impl<T: ?Sized> MutexGuard<'_, T> {
    /// The value, for a condition to read. A condition could write through this, but hardly any does.
    pub(super) fn look(&mut self) -> &mut T {
        self.hold.dirty = true;
        // SAFETY: see `deref_mut`.
        unsafe { &mut *self.mutex.value.get() }
    }

    /// A text that stands for the value, if values of its type can be compared.
    pub(super) fn told(&self) -> Option<String> {
        self.digest().map(|digest| digest.to_string()).or_else(|| self.mutex.text())
    }

    fn digest(&self) -> Option<u64> {
        // SAFETY: the kind was made from the value's type.
        unsafe { self.mutex.kind.digest(&**self) }
    }

    /// Inspects the value before the lock is released.
    pub(super) fn settle(&mut self) {
        match self.mutex.kind.is_told_apart() {
            true if self.hold.dirty => self.hold.digest = self.digest(),
            true => {}
            // A change through `&` cannot be seen. Without a `&mut`, only a type with cells is assumed to have
            // changed.
            false => self.hold.dirty |= self.mutex.kind.has_cells,
        }
    }
}

impl<T: ?Sized> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the guard exists, so its thread holds the lock and there is no other reference.
        unsafe { &*self.mutex.value.get() }
    }
}

impl<T: ?Sized> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.hold.dirty = true;
        self.hold.written = true;
        // SAFETY: as above, and `&mut self` excludes references from this guard.
        unsafe { &mut *self.mutex.value.get() }
    }
}

impl<T: ?Sized> Drop for MutexGuard<'_, T> {
    fn drop(&mut self) {
        self.settle();
        let mutex = self.mutex;
        self.hold.release(&|| mutex.text());
    }
}

impl<T: Default> Default for Mutex<T> {
    #[track_caller]
    fn default() -> Self {
        Mutex::new(T::default())
    }
}

impl<T> From<T> for Mutex<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        Mutex::new(value)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Mutex<T> {
    /// Shows no value, because reading it would be a step.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mutex").finish_non_exhaustive()
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
