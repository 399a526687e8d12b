//! `std::cell::Cell`, with accesses that the explorer sees.

use super::UnsafeCell;
use std::fmt;

/// Like [`std::cell::Cell`]: each access is a step, and two conflicting accesses that are not ordered are a data
/// race. Useful in a type that implements `Sync` unsafely.
pub struct Cell<T: ?Sized>(UnsafeCell<T>);

#[allow(unsafe_code)]
impl<T> Cell<T> {
    /// Creates a cell that holds `value`.
    ///
    /// # Panics
    /// If called outside an explored program.
    #[track_caller]
    pub fn new(value: T) -> Self {
        Cell(UnsafeCell::new(value))
    }

    /// Sets the value.
    #[track_caller]
    pub fn set(&self, value: T) {
        drop(self.replace(value));
    }

    /// Replaces the value and returns the old one.
    #[track_caller]
    pub fn replace(&self, value: T) -> T {
        // SAFETY: the explorer allows no other access meanwhile, and the cell gives out no reference to its value.
        self.0.with_mut(|there| unsafe { std::ptr::replace(there, value) })
    }

    /// Swaps the values of two cells.
    #[track_caller]
    pub fn swap(&self, other: &Cell<T>) {
        if !std::ptr::eq(self, other) {
            // SAFETY: as above, for both cells.
            self.0.with_mut(|one| other.0.with_mut(|another| unsafe { std::ptr::swap(one, another) }));
        }
    }

    /// Takes the value and leaves the default in its place.
    #[track_caller]
    pub fn take(&self) -> T
    where
        T: Default,
    {
        self.replace(T::default())
    }

    /// Returns a copy of the value.
    #[track_caller]
    pub fn get(&self) -> T
    where
        T: Copy,
    {
        // SAFETY: as above.
        self.0.with(|value| unsafe { *value })
    }

    /// Consumes the cell and returns its value.
    #[track_caller]
    pub fn into_inner(self) -> T {
        self.0.into_inner()
    }
}

impl<T: Default> Default for Cell<T> {
    #[track_caller]
    fn default() -> Self {
        Cell::new(T::default())
    }
}

impl<T> From<T> for Cell<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        Cell::new(value)
    }
}

impl<T: ?Sized> fmt::Debug for Cell<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cell").finish_non_exhaustive()
    }
}
