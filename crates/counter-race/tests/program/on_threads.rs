//! Any number of threads, any number of increments, on real threads.

use counter_race::crowd::count_together;
use counter_race::{AtomicCounter, Counter, LockedCounter, RacyCounter};
use proptest::prelude::*;
use std::sync::Barrier;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_locked_and_the_atomic_counter_count_every_increment(threads in 1..40_usize, increments in 0..200_u64) {
        let all = threads as u64 * increments;
        prop_assert_eq!(together(LockedCounter::default(), threads, increments), all);
        prop_assert_eq!(together(AtomicCounter::default(), threads, increments), all);
    }

    #[test]
    fn the_racy_counter_never_counts_more_than_there_were(threads in 1..40_usize, increments in 0..200_u64) {
        let count = together(RacyCounter::default(), threads, increments);
        prop_assert!(count <= threads as u64 * increments);
        prop_assert!(count >= increments.min(1), "the last write of all is at least 1");
    }
}

fn together<C: Counter + Send + Sync + 'static>(counter: C, threads: usize, increments: u64) -> u64 {
    let start_line = Barrier::new(threads);
    count_together(counter, threads, increments, move || {
        start_line.wait();
    })
}
