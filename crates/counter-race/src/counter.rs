//! What every counter here can do, so that the same threads can use any of them.

/// A count that several threads increment.
pub trait Counter {
    /// Adds one.
    fn increment(&self);

    /// The number of increments so far.
    fn count(&self) -> u64;
}
