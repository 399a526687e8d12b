//! What a counter must achieve; the names say it.

use counter_race::{AtomicCounter, Counter, LockedCounter, RacyCounter};
use std::thread;

#[test]
fn runs_on_the_standard_primitives() {
    assert_eq!(common::BACKEND, "std");
}

#[test]
fn racy_counter_counts_right_when_nobody_else_is_there() {
    counts_alone(RacyCounter::default());
}

#[test]
fn locked_counter_counts_right_when_nobody_else_is_there() {
    counts_alone(LockedCounter::default());
}

#[test]
fn atomic_counter_counts_right_when_nobody_else_is_there() {
    counts_alone(AtomicCounter::default());
}

#[test]
fn locked_counter_goes_on_after_a_panic_in_its_locked_section() {
    let counter = LockedCounter::starting_at(u64::MAX);
    let overflow = thread::scope(|scope| scope.spawn(|| counter.increment()).join());
    assert!(overflow.is_err(), "one more than u64::MAX must panic, inside the lock");
    assert_eq!(counter.count(), u64::MAX, "the next thread gets the data, unchanged");
}

fn counts_alone(counter: impl Counter) {
    assert_eq!(counter.count(), 0);
    for already in 0..5 {
        assert_eq!(counter.count(), already);
        counter.increment();
    }
    assert_eq!(counter.count(), 5);
}
