//! `loom::sync::Arc`, whose count is an atomic of the explorer: so the last owner is known to come after all others.

#![allow(unsafe_code)]

use crate::execution::panics;
use crate::sync::atomic::{AtomicUsize, Ordering, fence};
use std::borrow::Borrow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::pin::Pin;
use std::ptr;
use std::sync;

/// A table names the count after this line, not after the program's, where the value may be an atomic too.
fn one() -> sync::Arc<AtomicUsize> {
    let owners = AtomicUsize::new(1);
    sync::Arc::new(owners)
}

/// Like [`std::sync::Arc`], but each clone and each drop is a step: a `fetch_add` with `Relaxed`, and a `fetch_sub`
/// with `Release`. An `Acquire` fence follows the last drop, as in `std` (and in Bos, *Rust Atomics and Locks*,
/// 2023).
///
/// Only `std`'s `Arc` can be coerced to an `Arc` of a trait object. [`Arc::from_std`] converts one.
pub struct Arc<T: ?Sized> {
    value: ManuallyDrop<sync::Arc<T>>,
    owners: sync::Arc<AtomicUsize>,
}

thread_local! {
    /// The counts of those `Arc`s that are raw pointers now, by the address of the value. Some entries may belong to
    /// executions that were cut off; a later one with the same address replaces them.
    static OWNERS: RefCell<HashMap<usize, sync::Arc<AtomicUsize>>> = RefCell::default();
}

impl<T> Arc<T> {
    /// Creates an `Arc` that holds `value`.
    ///
    /// # Panics
    /// If called outside an explored program.
    #[track_caller]
    pub fn new(value: T) -> Self {
        Arc::from_std(sync::Arc::new(value))
    }

    /// Like [`Arc::new`], pinned.
    #[track_caller]
    pub fn pin(value: T) -> Pin<Self> {
        // SAFETY: the value does not move: no owner gives it away while it is pinned.
        unsafe { Pin::new_unchecked(Arc::new(value)) }
    }

    /// Returns the value if this is the only owner.
    ///
    /// # Errors
    /// Returns the `Arc` if there are other owners.
    #[track_caller]
    pub fn try_unwrap(this: Self) -> Result<T, Self> {
        if this.owners.compare_exchange(1, 0, Ordering::Relaxed, Ordering::Relaxed).is_err() {
            return Err(this);
        }
        fence(Ordering::Acquire);
        let (value, _owners) = this.into_parts();
        let Ok(value) = sync::Arc::try_unwrap(value) else { unreachable!("it was the only owner") };
        Ok(value)
    }

    /// Turns the `Arc` into a pointer to the value; [`Arc::from_raw`] reverses this.
    pub fn into_raw(this: Self) -> *const T {
        sync::Arc::into_raw(this.into_parts().0)
    }

    /// Turns a pointer back into an `Arc`.
    ///
    /// # Safety
    /// `pointer` must come from [`Arc::into_raw`] in this execution and must not have been turned back yet; or it
    /// comes from [`Arc::as_ptr`], its `Arc` still exists, and the result is never dropped.
    ///
    /// # Panics
    /// If `pointer` does not point to the value of an `Arc`.
    pub unsafe fn from_raw(pointer: *const T) -> Self {
        let owners = OWNERS.with_borrow(|all| all.get(&pointer.addr()).cloned());
        let owners = owners.expect("a pointer to the value of an `Arc`");
        // SAFETY: as the caller promises.
        let value = ManuallyDrop::new(unsafe { sync::Arc::from_raw(pointer) });
        Arc { value, owners }
    }

    /// Increments the number of owners of the value behind `pointer`.
    ///
    /// # Safety
    /// As for [`Arc::from_raw`]; `pointer` remains valid.
    #[track_caller]
    pub unsafe fn increment_strong_count(pointer: *const T) {
        // SAFETY: as the caller promises.
        let this = ManuallyDrop::new(unsafe { Arc::from_raw(pointer) });
        let more = Arc::clone(&this);
        Arc::into_raw(ManuallyDrop::into_inner(this));
        Arc::into_raw(more);
    }

    /// Decrements the number of owners of the value behind `pointer`.
    ///
    /// # Safety
    /// As for [`Arc::from_raw`]; `pointer` remains valid if there are other owners.
    #[track_caller]
    pub unsafe fn decrement_strong_count(pointer: *const T) {
        // SAFETY: as the caller promises.
        drop(unsafe { Arc::from_raw(pointer) });
    }
}

impl<T: ?Sized> Arc<T> {
    /// Converts `std`'s `Arc`, which must be the only owner of its value.
    ///
    /// # Panics
    /// If `value` has other owners, or if called outside an explored program.
    #[track_caller]
    pub fn from_std(mut value: sync::Arc<T>) -> Self {
        assert!(sync::Arc::get_mut(&mut value).is_some(), "an `Arc` that has other owners");
        let owners = one();
        let address = sync::Arc::as_ptr(&value).addr();
        OWNERS.with_borrow_mut(|all| all.insert(address, sync::Arc::clone(&owners)));
        Arc { value: ManuallyDrop::new(value), owners }
    }

    /// Returns the number of owners.
    #[track_caller]
    pub fn strong_count(this: &Self) -> usize {
        this.owners.load(Ordering::Relaxed)
    }

    /// Returns a mutable reference to the value if this is the only owner.
    #[track_caller]
    pub fn get_mut(this: &mut Self) -> Option<&mut T> {
        // `Acquire`, because the accesses of other owners must happen before.
        match this.owners.load(Ordering::Acquire) {
            1 => sync::Arc::get_mut(&mut this.value),
            _ => None,
        }
    }

    /// Whether both own the same value.
    pub fn ptr_eq(this: &Self, other: &Self) -> bool {
        sync::Arc::ptr_eq(&this.value, &other.value)
    }

    /// Returns a pointer to the value.
    pub fn as_ptr(this: &Self) -> *const T {
        sync::Arc::as_ptr(&this.value)
    }

    /// Takes the `Arc` apart without a step.
    fn into_parts(self) -> (sync::Arc<T>, sync::Arc<AtomicUsize>) {
        let this = ManuallyDrop::new(self);
        // SAFETY: `this` is never used or dropped again.
        unsafe { (ptr::read(&*this.value), ptr::read(&raw const this.owners)) }
    }
}

impl<T: ?Sized> Clone for Arc<T> {
    #[track_caller]
    fn clone(&self) -> Self {
        self.owners.fetch_add(1, Ordering::Relaxed);
        Arc { value: self.value.clone(), owners: sync::Arc::clone(&self.owners) }
    }
}

impl<T: ?Sized> Drop for Arc<T> {
    fn drop(&mut self) {
        // An execution that is over takes no more steps.
        if panics::in_model_thread() && self.owners.fetch_sub(1, Ordering::Release) == 1 {
            fence(Ordering::Acquire);
            OWNERS.with_borrow_mut(|all| all.remove(&Arc::as_ptr(self).addr()));
        }
        // SAFETY: it is dropped here, and nowhere else.
        unsafe { ManuallyDrop::drop(&mut self.value) };
    }
}

impl<T: ?Sized> Deref for Arc<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: ?Sized> AsRef<T> for Arc<T> {
    fn as_ref(&self) -> &T {
        self
    }
}

impl<T: ?Sized> Borrow<T> for Arc<T> {
    fn borrow(&self) -> &T {
        self
    }
}

impl<T: Default> Default for Arc<T> {
    #[track_caller]
    fn default() -> Self {
        Arc::new(T::default())
    }
}

impl<T> From<T> for Arc<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        Arc::new(value)
    }
}

impl<T: ?Sized + PartialEq> PartialEq for Arc<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: ?Sized + Eq> Eq for Arc<T> {}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Arc<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for Arc<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized> fmt::Pointer for Arc<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Pointer::fmt(&Arc::as_ptr(self), f)
    }
}
