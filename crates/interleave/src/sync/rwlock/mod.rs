//! `std::sync::RwLock`, with operations that the explorer sees. Readers do not exclude each other. `std` does not say
//! whether a waiting writer keeps new readers out: both cases are explored.

#![allow(unsafe_code)]

mod guards;

pub use guards::{RwLockReadGuard, RwLockWriteGuard};

use super::lock::Lock;
use super::mutex::result;
use super::{LockResult, TryLockError, TryLockResult};
use crate::record::ObjectKind;
use crate::show::Kind;
use std::cell::UnsafeCell;
use std::fmt;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};

/// Like [`std::sync::RwLock`].
pub struct RwLock<T: ?Sized> {
    lock: Lock,
    /// The kind of the value.
    kind: Kind,
    value: UnsafeCell<T>,
}

// SAFETY: as in `std`; see `Mutex`.
unsafe impl<T: ?Sized + Send> Send for RwLock<T> {}
// SAFETY: as in `std`: readers on several threads share `&T`, so `T` must be `Sync` too.
unsafe impl<T: ?Sized + Send + Sync> Sync for RwLock<T> {}

impl<T: ?Sized> UnwindSafe for RwLock<T> {}
impl<T: ?Sized> RefUnwindSafe for RwLock<T> {}

impl<T> RwLock<T> {
    /// Creates an unlocked lock.
    ///
    /// # Panics
    /// If called outside an explored program.
    #[track_caller]
    pub fn new(value: T) -> Self {
        let (lock, kind) = Lock::new(ObjectKind::RwLock, Location::caller(), &value);
        RwLock { lock, kind, value: UnsafeCell::new(value) }
    }

    /// Like [`std::sync::RwLock::into_inner`].
    ///
    /// # Errors
    /// If the lock is poisoned.
    pub fn into_inner(self) -> LockResult<T> {
        let poisoned = self.lock.is_poisoned_for_owner();
        result(self.value.into_inner(), poisoned)
    }
}

impl<T: ?Sized> RwLock<T> {
    /// Locks for reading, and waits for a writer if need be.
    ///
    /// # Errors
    /// If the lock is poisoned: a thread panicked while holding it for writing.
    #[track_caller]
    pub fn read(&self) -> LockResult<RwLockReadGuard<'_, T>> {
        let (hold, poisoned) = self.lock.acquire(true, Location::caller(), &|| self.text());
        result(RwLockReadGuard::new(self, hold), poisoned)
    }

    /// Locks for writing, and waits until no other thread holds the lock.
    ///
    /// # Errors
    /// If the lock is poisoned: a thread panicked while holding it for writing.
    #[track_caller]
    pub fn write(&self) -> LockResult<RwLockWriteGuard<'_, T>> {
        let (hold, poisoned) = self.lock.acquire(false, Location::caller(), &|| self.text());
        result(RwLockWriteGuard::new(self, hold), poisoned)
    }

    /// Locks for reading if no thread holds the lock for writing.
    ///
    /// # Errors
    /// If a thread holds the lock for writing, or the lock is poisoned.
    #[track_caller]
    pub fn try_read(&self) -> TryLockResult<RwLockReadGuard<'_, T>> {
        match self.lock.try_acquire(true, Location::caller(), &|| self.text()) {
            None => Err(TryLockError::WouldBlock),
            Some((hold, poisoned)) => {
                result(RwLockReadGuard::new(self, hold), poisoned).map_err(TryLockError::Poisoned)
            }
        }
    }

    /// Locks for writing if no thread holds the lock.
    ///
    /// # Errors
    /// If a thread holds the lock, or it is poisoned.
    #[track_caller]
    pub fn try_write(&self) -> TryLockResult<RwLockWriteGuard<'_, T>> {
        match self.lock.try_acquire(false, Location::caller(), &|| self.text()) {
            None => Err(TryLockError::WouldBlock),
            Some((hold, poisoned)) => {
                result(RwLockWriteGuard::new(self, hold), poisoned).map_err(TryLockError::Poisoned)
            }
        }
    }

    /// Whether the lock is poisoned: a thread panicked while holding it for writing.
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
    /// If the lock is poisoned.
    pub fn get_mut(&mut self) -> LockResult<&mut T> {
        let poisoned = self.lock.is_poisoned_for_owner();
        result(self.value.get_mut(), poisoned)
    }

    fn text(&self) -> Option<String> {
        // SAFETY: called only by a thread that has just taken the lock or is about to release it, while no `&mut`
        // from a guard exists.
        let value = unsafe { &*self.value.get() };
        // SAFETY: the kind was made from the value's type.
        unsafe { self.kind.text(value) }
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

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLock<T> {
    /// Shows no value, because reading it would be a step.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RwLock").finish_non_exhaustive()
    }
}
