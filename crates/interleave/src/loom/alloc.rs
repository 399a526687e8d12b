//! `loom::alloc`, as far as it says what is looked at.

/// A value that `loom` looks for when an execution ends. Here it is the value alone: leaks are not looked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Track<T>(T);

impl<T> Track<T> {
    /// This value.
    pub fn new(value: T) -> Self {
        Track(value)
    }

    /// The value.
    pub fn get_ref(&self) -> &T {
        &self.0
    }

    /// The value.
    pub fn get_mut(&mut self) -> &mut T {
        &mut self.0
    }

    /// The value.
    pub fn into_inner(self) -> T {
        self.0
    }
}
