//! `std::sync::RwLock`, observed. Readers do not keep each other out. Whether a writer that
//! waits keeps new readers out is left open by `std`: both are explored.

#![allow(unsafe_code)]

use super::lock::{Hold, Lock};
use super::mutex::result;
use super::{LockResult, TryLockError, TryLockResult};
use crate::record::ObjectKind;
use crate::show::{self, Digest};
use std::cell::UnsafeCell;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::panic::{Location, RefUnwindSafe, UnwindSafe};

/// As [`std::sync::RwLock`].
pub struct RwLock<T: ?Sized> {
    lock: Lock,
    digest: Option<Digest<T>>,
    /// The value may change through `&`.
    has_cells: bool,
    value: UnsafeCell<T>,
}

// SAFETY: as `std`'s; see `Mutex`.
unsafe impl<T: ?Sized + Send> Send for RwLock<T> {}
// SAFETY: as `std`'s: readers on several threads share `&T`, so `T` must be `Sync` too.
unsafe impl<T: ?Sized + Send + Sync> Sync for RwLock<T> {}

impl<T: ?Sized> UnwindSafe for RwLock<T> {}
impl<T: ?Sized> RefUnwindSafe for RwLock<T> {}

/// As [`std::sync::RwLockReadGuard`].
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct RwLockReadGuard<'a, T: ?Sized> {
    rwlock: &'a RwLock<T>,
    hold: Hold,
    not_send: PhantomData<*const ()>,
}

/// As [`std::sync::RwLockWriteGuard`].
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct RwLockWriteGuard<'a, T: ?Sized> {
    rwlock: &'a RwLock<T>,
    hold: Hold,
    not_send: PhantomData<*const ()>,
}

// SAFETY: as `std`'s: a shared guard only gives `&T`.
unsafe impl<T: ?Sized + Sync> Sync for RwLockReadGuard<'_, T> {}
// SAFETY: as above.
unsafe impl<T: ?Sized + Sync> Sync for RwLockWriteGuard<'_, T> {}

impl<T> RwLock<T> {
    /// A new lock that nobody holds.
    ///
    /// # Panics
    /// Outside an exploration.
    #[track_caller]
    pub fn new(value: T) -> Self {
        let digest = show::digest::<T>();
        let now = digest.as_ref().map_or(0, |digest| digest.of(&value));
        let lock = Lock::new(ObjectKind::RwLock, Location::caller(), now, &|| show::text(&value));
        RwLock { lock, digest, has_cells: show::has_cells::<T>(), value: UnsafeCell::new(value) }
    }

    /// As [`std::sync::RwLock::into_inner`].
    ///
    /// # Errors
    /// If the lock is poisoned.
    pub fn into_inner(self) -> LockResult<T> {
        let poisoned = self.lock.is_poisoned_for_owner();
        result(self.value.into_inner(), poisoned)
    }
}

impl<T: ?Sized> RwLock<T> {
    /// Locks for reading when nobody writes.
    ///
    /// # Errors
    /// If a thread panicked while it wrote.
    #[track_caller]
    pub fn read(&self) -> LockResult<RwLockReadGuard<'_, T>> {
        let (hold, poisoned) = self.lock.acquire(true, Location::caller(), &|| self.text());
        result(RwLockReadGuard { rwlock: self, hold, not_send: PhantomData }, poisoned)
    }

    /// Locks for writing when nobody else holds the lock.
    ///
    /// # Errors
    /// If a thread panicked while it wrote.
    #[track_caller]
    pub fn write(&self) -> LockResult<RwLockWriteGuard<'_, T>> {
        let (hold, poisoned) = self.lock.acquire(false, Location::caller(), &|| self.text());
        result(RwLockWriteGuard { rwlock: self, hold, not_send: PhantomData }, poisoned)
    }

    /// Locks for reading if nobody writes.
    ///
    /// # Errors
    /// If somebody writes, or the lock is poisoned.
    #[track_caller]
    pub fn try_read(&self) -> TryLockResult<RwLockReadGuard<'_, T>> {
        match self.lock.try_acquire(true, Location::caller(), &|| self.text()) {
            None => Err(TryLockError::WouldBlock),
            Some((hold, poisoned)) => {
                result(RwLockReadGuard { rwlock: self, hold, not_send: PhantomData }, poisoned)
                    .map_err(TryLockError::Poisoned)
            }
        }
    }

    /// Locks for writing if nobody holds the lock.
    ///
    /// # Errors
    /// If somebody holds it, or it is poisoned.
    #[track_caller]
    pub fn try_write(&self) -> TryLockResult<RwLockWriteGuard<'_, T>> {
        match self.lock.try_acquire(false, Location::caller(), &|| self.text()) {
            None => Err(TryLockError::WouldBlock),
            Some((hold, poisoned)) => {
                result(RwLockWriteGuard { rwlock: self, hold, not_send: PhantomData }, poisoned)
                    .map_err(TryLockError::Poisoned)
            }
        }
    }

    /// Has a thread panicked while it wrote?
    #[track_caller]
    pub fn is_poisoned(&self) -> bool {
        self.lock.is_poisoned(Location::caller())
    }

    /// Makes the lock unpoisoned again.
    #[track_caller]
    pub fn clear_poison(&self) {
        self.lock.clear_poison(Location::caller());
    }

    /// The value, for the only owner.
    ///
    /// # Errors
    /// If the lock is poisoned.
    pub fn get_mut(&mut self) -> LockResult<&mut T> {
        let poisoned = self.lock.is_poisoned_for_owner();
        result(self.value.get_mut(), poisoned)
    }

    fn text(&self) -> Option<String> {
        // SAFETY: only called by a thread that has just taken the lock or is about to give it back, while no `&mut`
        // from a guard is alive.
        show::text(unsafe { &*self.value.get() })
    }
}

impl<T: ?Sized> Deref for RwLockReadGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the guard exists, so nobody writes.
        unsafe { &*self.rwlock.value.get() }
    }
}

impl<T: ?Sized> Deref for RwLockWriteGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the guard exists, so nobody else holds the lock.
        unsafe { &*self.rwlock.value.get() }
    }
}

impl<T: ?Sized> DerefMut for RwLockWriteGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.hold.written = true;
        // SAFETY: as above, and `&mut self` excludes references from this guard.
        unsafe { &mut *self.rwlock.value.get() }
    }
}

impl<T: ?Sized> Drop for RwLockReadGuard<'_, T> {
    fn drop(&mut self) {
        let rwlock = self.rwlock;
        self.hold.release(&|| rwlock.text());
    }
}

impl<T: ?Sized> Drop for RwLockWriteGuard<'_, T> {
    fn drop(&mut self) {
        let rwlock = self.rwlock;
        self.hold.dirty = self.hold.written;
        self.hold.dirty |= rwlock.has_cells;
        self.hold.digest = rwlock.digest.as_ref().map(|digest| digest.of(self));
        self.hold.release(&|| rwlock.text());
    }
}

impl<T: Default> Default for RwLock<T> {
    #[track_caller]
    fn default() -> Self {
        RwLock::new(T::default())
    }
}

impl<T> From<T> for RwLock<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        RwLock::new(value)
    }
}

impl<T: ?Sized> fmt::Debug for RwLock<T> {
    /// Shows no value: to look at it would be a step.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RwLock").finish_non_exhaustive()
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLockReadGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLockWriteGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
