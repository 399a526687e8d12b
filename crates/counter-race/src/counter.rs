//! What every counter here can do, so that the same threads can be let loose on each.

/// A count that several threads increment.
pub trait Counter {
    /// Adds one.
    fn increment(&self);

    /// How many increments have been counted.
    fn count(&self) -> u64;
}
