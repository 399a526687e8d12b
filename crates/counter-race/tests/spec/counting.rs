//! What every check of a counter does with it.

use counter_race::Counter;
use counter_race::crowd::{count_together, no_start_line};

/// Nobody else is there: every counter counts right.
pub fn alone(counter: &impl Counter) {
    assert_eq!(counter.count(), 0, "a new counter has counted nothing");
    for already in 1..=5 {
        counter.increment();
        assert_eq!(counter.count(), already, "after {already} increments");
    }
}

/// `threads` threads increment it; the final count.
pub fn together<C: Counter + Send + Sync + 'static>(counter: C, threads: usize, increments: u64) -> u64 {
    count_together(counter, threads, increments, no_start_line)
}
