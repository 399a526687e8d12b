//! `AtomicPtr`. The explorer sees the address.

#![allow(unsafe_code)]

use super::Ordering;
use super::step::{Atomic, Bits};
use crate::execution::graph::How;
use crate::record::Place;
use std::fmt;
use std::panic::Location;

/// Like [`std::sync::atomic::AtomicPtr`].
pub struct AtomicPtr<T>(Atomic<*mut T>);

// SAFETY: as in `std`: only an address is handed over, and the program must justify dereferencing it.
unsafe impl<T> Send for AtomicPtr<T> {}
// SAFETY: as above, and the pointer itself is accessed only in a step, or by the only owner.
unsafe impl<T> Sync for AtomicPtr<T> {}

impl<T> Bits for *mut T {
    const BITS: u32 = usize::BITS;
    const SIGNED: bool = false;
    const IS_ADDRESS: bool = true;

    fn bits(self) -> u64 {
        self.expose_provenance() as u64
    }

    fn from_bits(bits: u64) -> Self {
        std::ptr::with_exposed_provenance_mut(bits as usize)
    }
}

impl<T> AtomicPtr<T> {
    /// Creates an atomic that holds `pointer`.
    ///
    /// # Panics
    /// If called outside an explored program.
    #[track_caller]
    pub fn new(pointer: *mut T) -> Self {
        AtomicPtr(Atomic::new(pointer, Location::caller()))
    }

    /// Loads the pointer.
    #[track_caller]
    pub fn load(&self, order: Ordering) -> *mut T {
        self.0.load(Location::caller(), order)
    }

    /// Stores a pointer.
    #[track_caller]
    pub fn store(&self, pointer: *mut T, order: Ordering) {
        self.0.store(Location::caller(), pointer, order);
    }

    /// Stores a pointer and returns the old one.
    #[track_caller]
    pub fn swap(&self, pointer: *mut T, order: Ordering) -> *mut T {
        self.0.update(Location::caller(), order, How::Swap, pointer)
    }

    /// Stores `new` if the pointer is `current`.
    ///
    /// # Errors
    /// The actual pointer, if it is not `current`.
    ///
    /// # Panics
    /// If `failure` is `Release` or `AcqRel`.
    #[track_caller]
    pub fn compare_exchange(
        &self,
        current: *mut T,
        new: *mut T,
        success: Ordering,
        failure: Ordering,
    ) -> Result<*mut T, *mut T> {
        self.0.exchange(Location::caller(), (current, new), (success, failure), false)
    }

    /// Like `compare_exchange`, but may fail although the pointer is `current`.
    ///
    /// # Errors
    /// The actual pointer, if nothing was stored.
    ///
    /// # Panics
    /// If `failure` is `Release` or `AcqRel`.
    #[track_caller]
    pub fn compare_exchange_weak(
        &self,
        current: *mut T,
        new: *mut T,
        success: Ordering,
        failure: Ordering,
    ) -> Result<*mut T, *mut T> {
        self.0.exchange(Location::caller(), (current, new), (success, failure), true)
    }

    /// Loads the pointer, computes a new one and stores it; retries if another thread stored in between.
    ///
    /// # Errors
    /// The pointer for which `change` returned `None`.
    #[track_caller]
    pub fn fetch_update<F: FnMut(*mut T) -> Option<*mut T>>(
        &self,
        set_order: Ordering,
        fetch_order: Ordering,
        change: F,
    ) -> Result<*mut T, *mut T> {
        self.0.fetch_update(Location::caller(), (set_order, fetch_order), change)
    }

    /// Same as `fetch_update`; its name since Rust 1.95.
    ///
    /// # Errors
    /// The pointer for which `change` returned `None`.
    #[track_caller]
    pub fn try_update(
        &self,
        set_order: Ordering,
        fetch_order: Ordering,
        change: impl FnMut(*mut T) -> Option<*mut T>,
    ) -> Result<*mut T, *mut T> {
        self.0.fetch_update(Location::caller(), (set_order, fetch_order), change)
    }

    /// Like `try_update`, with a function that always returns a pointer. Returns the old pointer.
    #[track_caller]
    pub fn update(
        &self,
        set_order: Ordering,
        fetch_order: Ordering,
        mut change: impl FnMut(*mut T) -> *mut T,
    ) -> *mut T {
        let orders = (set_order, fetch_order);
        let changed = self.0.fetch_update(Location::caller(), orders, |pointer| Some(change(pointer)));
        changed.unwrap_or_else(|never| never)
    }

    /// Advances the pointer by `count` values and returns the old one.
    #[track_caller]
    pub fn fetch_ptr_add(&self, count: usize, order: Ordering) -> *mut T {
        self.change(Location::caller(), How::Add, count.wrapping_mul(size_of::<T>()), order)
    }

    /// Moves the pointer back by `count` values and returns the old one.
    #[track_caller]
    pub fn fetch_ptr_sub(&self, count: usize, order: Ordering) -> *mut T {
        self.change(Location::caller(), How::Sub, count.wrapping_mul(size_of::<T>()), order)
    }

    /// Advances the pointer by `count` bytes and returns the old one.
    #[track_caller]
    pub fn fetch_byte_add(&self, count: usize, order: Ordering) -> *mut T {
        self.change(Location::caller(), How::Add, count, order)
    }

    /// Moves the pointer back by `count` bytes and returns the old one.
    #[track_caller]
    pub fn fetch_byte_sub(&self, count: usize, order: Ordering) -> *mut T {
        self.change(Location::caller(), How::Sub, count, order)
    }

    /// Bitwise "and" with the address. Returns the old pointer.
    #[track_caller]
    pub fn fetch_and(&self, bits: usize, order: Ordering) -> *mut T {
        self.change(Location::caller(), How::And, bits, order)
    }

    /// Bitwise "or" with the address. Returns the old pointer.
    #[track_caller]
    pub fn fetch_or(&self, bits: usize, order: Ordering) -> *mut T {
        self.change(Location::caller(), How::Or, bits, order)
    }

    /// Bitwise "xor" with the address. Returns the old pointer.
    #[track_caller]
    pub fn fetch_xor(&self, bits: usize, order: Ordering) -> *mut T {
        self.change(Location::caller(), How::Xor, bits, order)
    }

    /// A single step. The operand is a number, not an address.
    fn change(&self, place: Place, how: How, operand: usize, order: Ordering) -> *mut T {
        self.0.update(place, order, how, std::ptr::without_provenance_mut(operand))
    }

    /// Like `load`, but not atomic: see [`crate::loom`].
    #[track_caller]
    pub(crate) fn plain_load(&self) -> *mut T {
        self.0.plain_load(Location::caller())
    }

    /// Returns a mutable reference to the pointer.
    pub fn get_mut(&mut self) -> &mut *mut T {
        self.0.get_mut()
    }

    /// Consumes the atomic and returns the pointer.
    pub fn into_inner(self) -> *mut T {
        self.0.last()
    }
}

impl<T> Default for AtomicPtr<T> {
    #[track_caller]
    fn default() -> Self {
        AtomicPtr::new(std::ptr::null_mut())
    }
}

impl<T> From<*mut T> for AtomicPtr<T> {
    #[track_caller]
    fn from(pointer: *mut T) -> Self {
        AtomicPtr::new(pointer)
    }
}

impl<T> fmt::Debug for AtomicPtr<T> {
    /// Shows no value, because reading it would be a step.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AtomicPtr").finish_non_exhaustive()
    }
}
