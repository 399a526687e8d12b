//! `AtomicPtr`: the address is what the explorer sees.

#![allow(unsafe_code)]

use super::Ordering;
use super::step::{Atomic, Bits};
use crate::execution::graph::How;
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

impl<T> fmt::Debug for AtomicPtr<T> {
    /// Shows no value: to look at it would be a step.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AtomicPtr").finish_non_exhaustive()
    }
}
