//! A counter that loses updates: the lecture's `UnsafeCounter`, lines 4 to 11.

use crate::Counter;
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
use common::thread;

/// A counter whose increment is three steps, between which other threads can run.
///
/// Rust does not compile the literal translation of the lecture's class, because two threads must not both change a
/// plain integer (`refused/literal-translation.rs`; the compiler's message is in the file beside it). Here each of the
/// steps is atomic, so there is no undefined behaviour. But other threads can still run between the steps. (`Relaxed`
/// makes a step atomic, and says nothing about the order of other steps.)
///
/// ```
/// use counter_race::{Counter, RacyCounter};
///
/// let counter = RacyCounter::default();
/// counter.increment();
/// counter.increment();
/// assert_eq!(counter.count(), 2); // a single thread loses no update
/// ```
#[derive(Debug, Default)]
pub struct RacyCounter {
    count: AtomicU64,
}

impl Counter for RacyCounter {
    fn increment(&self) {
        let current_value = self.count.load(Relaxed);
        thread::yield_now(); // the lecture's `time.sleep(0)`: lets other threads run between read and write
        self.count.store(current_value + 1, Relaxed);
    }

    fn count(&self) -> u64 {
        self.count.load(Relaxed)
    }
}
