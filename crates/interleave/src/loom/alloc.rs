//! `loom::alloc`, the part that concerns leaks.

/// A value that `loom` checks for leaks when an execution ends. Here it is a plain wrapper: leaks are not detected.
#[derive(Clone, Copy, Debug, Default)]
pub struct Track<T>(T);

impl<T> Track<T> {
    /// Wraps `value`.
    pub fn new(value: T) -> Self {
        Track(value)
    }

    /// Returns a reference to the value.
    pub fn get_ref(&self) -> &T {
        &self.0
    }

    /// Returns a mutable reference to the value.
    pub fn get_mut(&mut self) -> &mut T {
        &mut self.0
    }

    /// Returns the value.
    pub fn into_inner(self) -> T {
        self.0
    }
}
