//! Any number of threads, any number of increments.

use counter_race::crowd::{count_together, no_start_line};
use counter_race::{AtomicCounter, Counter, LockedCounter, RacyCounter};
use proptest::prelude::*;
use std::sync::Barrier;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn locked_counter_counts_every_increment(threads in 1..40_usize, increments in 0..200_u64) {
        prop_assert_eq!(together(LockedCounter::default(), threads, increments), threads as u64 * increments);
    }

    #[test]
    fn atomic_counter_counts_every_increment(threads in 1..40_usize, increments in 0..200_u64) {
        prop_assert_eq!(together(AtomicCounter::default(), threads, increments), threads as u64 * increments);
    }

    #[test]
    fn racy_counter_never_counts_more_than_there_were(threads in 1..40_usize, increments in 0..200_u64) {
        let count = together(RacyCounter::default(), threads, increments);
        prop_assert!(count <= threads as u64 * increments);
        prop_assert!(count >= increments.min(1), "the last write of all is at least 1");
    }
}

#[test]
fn no_thread_means_no_increment() {
    assert_eq!(count_together(LockedCounter::default(), 0, 7, no_start_line), 0);
}

fn together<C: Counter + Send + Sync + 'static>(counter: C, threads: usize, increments: u64) -> u64 {
    let start_line = Barrier::new(threads);
    count_together(counter, threads, increments, move || {
        start_line.wait();
    })
}
