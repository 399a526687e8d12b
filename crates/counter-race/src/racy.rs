//! A counter that loses updates: the lecture's `UnsafeCounter`, lines 4 to 11.

use crate::Counter;
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
use common::thread;

/// A counter whose increment is three steps, between which other threads run.
///
/// Rust does not compile the literal translation of the lecture's class, for two threads may not both change one
/// plain integer (`refused/literal-translation.rs`, and beside it what the compiler says). Here each step on
/// its own is atomic, so nothing is undefined; what is missing is that the three belong together. (`Relaxed` asks
/// of a step that it be whole, and nothing about the order of other steps.)
///
/// ```
/// use counter_race::{Counter, RacyCounter};
///
/// let counter = RacyCounter::default();
/// counter.increment();
/// counter.increment();
/// assert_eq!(counter.count(), 2); // a thread alone loses nothing
/// ```
#[derive(Debug, Default)]
pub struct RacyCounter {
    count: AtomicU64,
}

impl Counter for RacyCounter {
    fn increment(&self) {
        let current_value = self.count.load(Relaxed);
        thread::yield_now(); // the lecture's `time.sleep(0)`: lets others run between the read and the write
        self.count.store(current_value + 1, Relaxed);
    }

    fn count(&self) -> u64 {
        self.count.load(Relaxed)
    }
}
