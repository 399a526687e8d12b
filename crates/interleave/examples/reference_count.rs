//! A home-made `Arc`: the number of owners is an atomic, and the last owner frees the value (after Bos, *Rust Atomics
//! and Locks*, 2023, chapter 6).
//!
//! The bug: an owner decrements the count with `Relaxed`. Then nothing orders its accesses to the value before the
//! last owner frees it.

#![allow(unsafe_code)]

mod shown;

use interleave::cell::UnsafeCell;
use interleave::sync::atomic::{AtomicUsize, Ordering, Ordering::*, fence};
use interleave::{Options, Outcome, explore, thread};
use std::ptr::NonNull;

struct Counted<T> {
    owners: AtomicUsize,
    value: UnsafeCell<T>,
    leave: Ordering,
}

/// An owner of a value.
struct Owner<T>(NonNull<Counted<T>>);

// SAFETY: owners share `&T`, and the last one, in whichever thread, drops the `T`.
unsafe impl<T: Send + Sync> Send for Owner<T> {}

impl<T> Owner<T> {
    fn new(value: T, leave: Ordering) -> Self {
        let counted = Counted { owners: AtomicUsize::new(1), value: UnsafeCell::new(value), leave };
        Owner(NonNull::from(Box::leak(Box::new(counted))))
    }

    fn counted(&self) -> &Counted<T> {
        // SAFETY: the last owner frees it, and this is an owner.
        unsafe { self.0.as_ref() }
    }

    /// Calls `look` with a reference to the value.
    fn with<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        // SAFETY: no thread writes while there are owners.
        self.counted().value.with(|value| look(unsafe { &*value }))
    }
}

impl<T> Clone for Owner<T> {
    fn clone(&self) -> Self {
        // `Relaxed`: the cloning thread is an owner already, so the value cannot be freed meanwhile.
        self.counted().owners.fetch_add(1, Relaxed);
        Owner(self.0)
    }
}

impl<T> Drop for Owner<T> {
    fn drop(&mut self) {
        if self.counted().owners.fetch_sub(1, self.counted().leave) == 1 {
            // Everything that the other owners did before they left happens before this.
            fence(Acquire);
            // SAFETY: made by `Box::leak`, and the other owners have left. `into_inner` counts as a write: the
            // explorer detects an access that is not ordered before it.
            drop(unsafe { Box::from_raw(self.0.as_ptr()) }.value.into_inner());
        }
    }
}

/// Two owners in two threads; either may be the last.
fn two_owners(leave: Ordering) {
    let one = Owner::new(7, leave);
    let other = one.clone();
    let thread = thread::spawn(move || other.with(|value| assert_eq!(*value, 7)));
    drop(one);
    thread.join().unwrap();
}

/// Owners leave with `Release`.
pub fn right() -> Outcome {
    explore(&Options::new(), || two_owners(Release))
}

/// Owners leave with `Relaxed`.
pub fn wrong() -> Outcome {
    explore(&Options::new(), || two_owners(Relaxed))
}

fn main() {
    shown::print(&[("owners leave with Release", right()), ("owners leave with Relaxed", wrong())]);
}
