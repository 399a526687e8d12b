//! Random numbers that a printed seed reproduces, on every machine and with every version of the generator's crate.

use rand::SeedableRng;
pub use rand::{RngExt, rngs::Xoshiro256PlusPlus, seq::SliceRandom};
use std::hash::{BuildHasher, RandomState};

/// A seed that differs from run to run, six digits so that it can be read aloud and typed.
pub fn fresh_seed() -> u64 {
    RandomState::new().hash_one(()) % 1_000_000
}

/// The generator number `stream` of `seed`.
///
/// Each piece of work takes a stream of its own: what it draws then depends on the seed alone, and not on which
/// thread came first. The generator is xoshiro256++ (Blackman and Vigna, 2019), whose values are documented as
/// portable, which those of `rand`'s `StdRng` are not.
///
/// ```
/// use common::random::{RngExt, generator};
/// let draw = || generator(7, 3).random_range(10..=50);
/// assert_eq!(draw(), draw());
/// assert_ne!(generator(7, 0).random::<u64>(), generator(7, 1).random::<u64>());
/// ```
pub fn generator(seed: u64, stream: u64) -> Xoshiro256PlusPlus {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    bytes[8..16].copy_from_slice(&stream.to_le_bytes());
    let mut generator = Xoshiro256PlusPlus::from_seed(bytes);
    // A seed of mostly zeros needs some rounds before its bits are mixed.
    for _ in 0..16 {
        generator.random::<u64>();
    }
    generator
}
