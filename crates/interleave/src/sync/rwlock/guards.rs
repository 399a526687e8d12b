//! The guards of a `RwLock`.

use super::RwLock;
use crate::show::Kind;
use crate::sync::hold::Hold;
use std::fmt;
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::ops::{Deref, DerefMut};
use std::panic::Location;
use std::ptr::{self, NonNull};

/// Like [`std::sync::RwLockReadGuard`].
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct RwLockReadGuard<'a, T: ?Sized> {
    /// A pointer, as in `std`, for the same variance as `&T`. It also makes the guard `!Send`.
    value: NonNull<T>,
    kind: Kind,
    hold: Hold,
    rwlock: PhantomData<&'a RwLock<()>>,
}

/// Like [`std::sync::RwLockWriteGuard`].
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct RwLockWriteGuard<'a, T: ?Sized> {
    rwlock: &'a RwLock<T>,
    hold: Hold,
    /// As in `std`: a guard must be dropped by the thread that locked.
    not_send: PhantomData<*const ()>,
}

// SAFETY: as in `std`: a shared guard gives only `&T`.
unsafe impl<T: ?Sized + Sync> Sync for RwLockReadGuard<'_, T> {}
// SAFETY: as above.
unsafe impl<T: ?Sized + Sync> Sync for RwLockWriteGuard<'_, T> {}

impl<'a, T: ?Sized> RwLockReadGuard<'a, T> {
    pub(super) fn new(rwlock: &'a RwLock<T>, hold: Hold) -> Self {
        // SAFETY: a pointer to a field is not null.
        let value = unsafe { NonNull::new_unchecked(rwlock.value.get()) };
        RwLockReadGuard { value, kind: rwlock.kind, hold, rwlock: PhantomData }
    }
}

impl<'a, T: ?Sized> RwLockWriteGuard<'a, T> {
    pub(super) fn new(rwlock: &'a RwLock<T>, hold: Hold) -> Self {
        RwLockWriteGuard { rwlock, hold, not_send: PhantomData }
    }

    /// Like [`std::sync::RwLockWriteGuard::downgrade`]: the lock becomes shared, and no thread has written in
    /// between. Like an unlock, this is part of the step before it.
    ///
    /// New readers are then let in, unless `std`'s lock may assume that a writer is waiting. It may if this thread
    /// itself had to wait to write; then even its own thread can deadlock when it locks for reading again. Both cases
    /// are explored.
    ///
    /// ```
    /// use interleave::sync::{RwLock, RwLockWriteGuard};
    /// use interleave::{Options, Verdict, explore, thread};
    ///
    /// let outcome = explore(&Options::new().expect(1), || {
    ///     let lock = RwLock::new(0);
    ///     thread::scope(|scope| {
    ///         scope.spawn(|| *lock.write().unwrap() = 2);
    ///         let mut guard = lock.write().unwrap();
    ///         *guard = 1;
    ///         *RwLockWriteGuard::downgrade(guard)
    ///     })
    /// });
    /// assert_eq!(outcome.verdict, Verdict::Passed);
    /// ```
    #[track_caller]
    pub fn downgrade(s: Self) -> RwLockReadGuard<'a, T> {
        let place = Location::caller();
        let mut guard = ManuallyDrop::new(s);
        guard.settle();
        let rwlock = guard.rwlock;
        // SAFETY: the guard is never dropped or used again, and has nothing else to drop.
        let mut hold = unsafe { ptr::read(&raw const guard.hold) };
        hold.downgrade(&|| rwlock.text(), place);
        RwLockReadGuard::new(rwlock, hold)
    }

    /// Inspects the value before the lock is released.
    fn settle(&mut self) {
        let kind = self.rwlock.kind;
        self.hold.dirty = self.hold.written || kind.has_cells;
        // SAFETY: the kind was made from the value's type.
        self.hold.digest = unsafe { kind.digest(&**self) };
    }
}

impl<T: ?Sized> Deref for RwLockReadGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the guard exists, so no thread writes.
        unsafe { self.value.as_ref() }
    }
}

impl<T: ?Sized> Deref for RwLockWriteGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the guard exists, so no other thread holds the lock.
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
        let (kind, value) = (self.kind, self.value);
        // SAFETY: the guard outlives this access to the value, and the kind was made from its type.
        self.hold.release(&|| unsafe { kind.text(value.as_ref()) });
    }
}

impl<T: ?Sized> Drop for RwLockWriteGuard<'_, T> {
    fn drop(&mut self) {
        self.settle();
        let rwlock = self.rwlock;
        self.hold.release(&|| rwlock.text());
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

impl<T: ?Sized + fmt::Display> fmt::Display for RwLockReadGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for RwLockWriteGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
