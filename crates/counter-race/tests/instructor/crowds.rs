//! Any number of threads, any number of increments, on real threads.

use checks::Check;
use counter_race::crowd::count_together;
use counter_race::{AtomicCounter, Counter, LockedCounter, RacyCounter};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::sync::Barrier;

pub const CHECKS: &[Check] = &[
    Check::property("locked-counts-any-crowd", || counts_any_crowd::<LockedCounter>())
        .exercise("locked-counter")
        .title("counts every increment of any number of threads")
        .points(1)
        .hidden(),
    Check::property("atomic-counts-any-crowd", || counts_any_crowd::<AtomicCounter>())
        .exercise("atomic-counter")
        .title("counts every increment of any number of threads")
        .points(2)
        .hidden(),
    Check::property("racy-never-counts-too-much", racy_never_counts_too_much)
        .title("the racy counter never counts more than there were")
        .hidden(),
];

fn counts_any_crowd<C: Counter + Default + Send + Sync + 'static>() {
    in_any_crowd(|threads, increments| {
        prop_assert_eq!(together(C::default(), threads, increments), threads as u64 * increments);
        Ok(())
    });
}

fn racy_never_counts_too_much() {
    in_any_crowd(|threads, increments| {
        let count = together(RacyCounter::default(), threads, increments);
        prop_assert!(count <= threads as u64 * increments);
        prop_assert!(count >= increments.min(1), "the last write of all is at least 1");
        Ok(())
    });
}

fn in_any_crowd(holds: impl Fn(usize, u64) -> Result<(), TestCaseError>) {
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(40) });
    let crowd = (1..40_usize, 0..200_u64);
    runner.run(&crowd, |(threads, increments)| holds(threads, increments)).unwrap();
}

fn together<C: Counter + Send + Sync + 'static>(counter: C, threads: usize, increments: u64) -> u64 {
    let start_line = Barrier::new(threads);
    count_together(counter, threads, increments, move || {
        start_line.wait();
    })
}
