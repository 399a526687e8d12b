//! `std::cell::Cell`, observed.

use super::UnsafeCell;
use std::fmt;

/// As [`std::cell::Cell`]: each access is a step, and two that nothing orders are a data race. It is of use in a type for which
/// `Sync` is promised by hand.
pub struct Cell<T: ?Sized>(UnsafeCell<T>);

#[allow(unsafe_code)]
impl<T> Cell<T> {
    /// A cell with this value.
    ///
    /// # Panics
    /// Outside an exploration.
    #[track_caller]
    pub fn new(value: T) -> Self {
        Cell(UnsafeCell::new(value))
    }

    /// Writes.
    #[track_caller]
    pub fn set(&self, value: T) {
        drop(self.replace(value));
    }

    /// Writes, and gives what was there.
    #[track_caller]
    pub fn replace(&self, value: T) -> T {
        // SAFETY: the explorer lets nobody else at the value meanwhile, and the cell gives no reference to it.
        self.0.with_mut(|there| unsafe { std::ptr::replace(there, value) })
    }

    /// Exchanges the values of two cells.
    #[track_caller]
    pub fn swap(&self, other: &Cell<T>) {
        if !std::ptr::eq(self, other) {
            // SAFETY: as above, of both.
            self.0.with_mut(|one| other.0.with_mut(|another| unsafe { std::ptr::swap(one, another) }));
        }
    }

    /// The value, and leaves the default in its place.
    #[track_caller]
    pub fn take(&self) -> T
    where
        T: Default,
    {
        self.replace(T::default())
    }

    /// Reads.
    #[track_caller]
    pub fn get(&self) -> T
    where
        T: Copy,
    {
        // SAFETY: as above.
        self.0.with(|value| unsafe { *value })
    }

    /// The value, for the only owner.
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
