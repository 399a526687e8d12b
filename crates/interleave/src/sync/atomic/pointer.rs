//! `AtomicPtr`: the address is what the explorer sees.

#![allow(unsafe_code)]

use super::Ordering;
use super::step::{Atomic, Bits};
use crate::execution::graph::How;
use crate::record::Place;
use std::fmt;
use std::panic::Location;

/// As [`std::sync::atomic::AtomicPtr`].
pub struct AtomicPtr<T>(Atomic<*mut T>);

// SAFETY: as `std`'s: what is handed over is an address; to follow it is for the program to justify.
unsafe impl<T> Send for AtomicPtr<T> {}
// SAFETY: as above, and the pointer itself is only reached in a step, or by the only owner.
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
    /// A new atomic pointer.
    ///
    /// # Panics
    /// Outside an exploration.
    #[track_caller]
    pub fn new(pointer: *mut T) -> Self {
        AtomicPtr(Atomic::new(pointer, Location::caller()))
    }

    /// Reads the pointer.
    #[track_caller]
    pub fn load(&self, order: Ordering) -> *mut T {
        self.0.load(Location::caller(), order)
    }

    /// Writes the pointer.
    #[track_caller]
    pub fn store(&self, pointer: *mut T, order: Ordering) {
        self.0.store(Location::caller(), pointer, order);
    }

    /// Writes the pointer and gives the one before.
    #[track_caller]
    pub fn swap(&self, pointer: *mut T, order: Ordering) -> *mut T {
        self.0.update(Location::caller(), order, How::Swap, pointer)
    }

    /// Writes `new` if the pointer is `current`.
    ///
    /// # Errors
    /// The pointer, if it is a different one.
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

    /// As `compare_exchange`, but may fail although the pointer is `current`.
    ///
    /// # Errors
    /// The pointer, if nothing was written.
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

    /// Reads, computes and writes, again and again until nobody came between.
    ///
    /// # Errors
    /// The pointer, if `change` gave `None` for it.
    #[track_caller]
    pub fn fetch_update<F: FnMut(*mut T) -> Option<*mut T>>(
        &self,
        set_order: Ordering,
        fetch_order: Ordering,
        change: F,
    ) -> Result<*mut T, *mut T> {
        self.0.fetch_update(Location::caller(), (set_order, fetch_order), change)
    }

    /// As `fetch_update`, its name since Rust 1.95.
    ///
    /// # Errors
    /// The pointer, if `change` gave `None` for it.
    #[track_caller]
    pub fn try_update(
        &self,
        set_order: Ordering,
        fetch_order: Ordering,
        change: impl FnMut(*mut T) -> Option<*mut T>,
    ) -> Result<*mut T, *mut T> {
        self.0.fetch_update(Location::caller(), (set_order, fetch_order), change)
    }

    /// As `try_update`, with a change that always writes; gives the pointer before.
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

    /// Moves the pointer on by `count` values; gives the one before.
    #[track_caller]
    pub fn fetch_ptr_add(&self, count: usize, order: Ordering) -> *mut T {
        self.change(Location::caller(), How::Add, count.wrapping_mul(size_of::<T>()), order)
    }

    /// Moves the pointer back by `count` values; gives the one before.
    #[track_caller]
    pub fn fetch_ptr_sub(&self, count: usize, order: Ordering) -> *mut T {
        self.change(Location::caller(), How::Sub, count.wrapping_mul(size_of::<T>()), order)
    }

    /// Moves the pointer on by `count` bytes; gives the one before.
    #[track_caller]
    pub fn fetch_byte_add(&self, count: usize, order: Ordering) -> *mut T {
        self.change(Location::caller(), How::Add, count, order)
    }

    /// Moves the pointer back by `count` bytes; gives the one before.
    #[track_caller]
    pub fn fetch_byte_sub(&self, count: usize, order: Ordering) -> *mut T {
        self.change(Location::caller(), How::Sub, count, order)
    }

    /// Bitwise and with the address; gives the pointer before.
    #[track_caller]
    pub fn fetch_and(&self, bits: usize, order: Ordering) -> *mut T {
        self.change(Location::caller(), How::And, bits, order)
    }

    /// Bitwise or with the address; gives the pointer before.
    #[track_caller]
    pub fn fetch_or(&self, bits: usize, order: Ordering) -> *mut T {
        self.change(Location::caller(), How::Or, bits, order)
    }

    /// Bitwise exclusive or with the address; gives the pointer before.
    #[track_caller]
    pub fn fetch_xor(&self, bits: usize, order: Ordering) -> *mut T {
        self.change(Location::caller(), How::Xor, bits, order)
    }

    /// One step: the operand is a number and no address.
    fn change(&self, place: Place, how: How, operand: usize, order: Ordering) -> *mut T {
        self.0.update(place, order, how, std::ptr::without_provenance_mut(operand))
    }

    /// As `load`, but not atomic: see [`crate::loom`].
    #[track_caller]
    pub(crate) fn plain_load(&self) -> *mut T {
        self.0.plain_load(Location::caller())
    }

    /// The pointer, for the only owner.
    pub fn get_mut(&mut self) -> &mut *mut T {
        self.0.get_mut()
    }

    /// The pointer.
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
    /// Shows no value: to look at it would be a step.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AtomicPtr").finish_non_exhaustive()
    }
}
