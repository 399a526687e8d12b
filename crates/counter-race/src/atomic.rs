//! A counter that needs no lock, because its increment is a single step. The lecture has no such class, because Python
//! has no atomic integer.

use crate::Counter;
// GIVEN atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
// END GIVEN

/// A counter whose read, addition and write are one operation of the processor.
///
/// `Relaxed` is enough, because the threads share nothing but the count. A thread that reads it after joining them sees
/// every increment: `join` makes everything that the joined thread did visible.
///
/// ```
/// use counter_race::{AtomicCounter, Counter};
///
/// let counter = AtomicCounter::default();
/// counter.increment();
/// assert_eq!(counter.count(), 1);
/// ```
#[derive(Debug, Default)]
pub struct AtomicCounter {
    // SOLUTION atomic-state: // Which type of `common::sync::atomic` holds a number?
    count: AtomicU64,
    // END SOLUTION
}

impl Counter for AtomicCounter {
    /// `fetch_add` wraps around to 0 after [`u64::MAX`], which takes 584 years at one increment per nanosecond.
    fn increment(&self) {
        // SOLUTION atomic-increment: atomic-counter: read, add and write in a single step
        self.count.fetch_add(1, Relaxed);
        // END SOLUTION
    }

    fn count(&self) -> u64 {
        // SOLUTION atomic-count: atomic-counter: read the number
        self.count.load(Relaxed)
        // END SOLUTION
    }
}
