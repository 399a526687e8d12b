//! `std::cell::UnsafeCell` with the methods of `interleave::cell::UnsafeCell`.

use std::cell;

#[derive(Default)]
pub struct UnsafeCell<T>(cell::UnsafeCell<T>);

impl<T> UnsafeCell<T> {
    pub fn new(value: T) -> Self {
        UnsafeCell(cell::UnsafeCell::new(value))
    }

    pub fn into_inner(self) -> T {
        self.0.into_inner()
    }

    pub fn with<R>(&self, read: impl FnOnce(*const T) -> R) -> R {
        read(self.0.get())
    }

    pub fn with_mut<R>(&self, write: impl FnOnce(*mut T) -> R) -> R {
        write(self.0.get())
    }

    pub fn get(&self) -> Pointer<'_, T> {
        Pointer(self)
    }

    pub fn get_mut(&self) -> Pointer<'_, T> {
        Pointer(self)
    }
}

/// A pointer for reading or writing.
pub struct Pointer<'a, T>(&'a UnsafeCell<T>);

impl<T> Pointer<'_, T> {
    pub fn with<R>(&self, access: impl FnOnce(*mut T) -> R) -> R {
        access(self.0.0.get())
    }
}
