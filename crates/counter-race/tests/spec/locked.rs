//! Exercise `locked-counter`: a counter that a lock protects.

use super::counting;
use checks::model::{first_failing, prove};
use checks::{Check, Finding};
use counter_race::{Counter, LockedCounter};
use std::thread;

pub const CHECKS: &[Check] = &[
    Check::behaviour("locked-counts-alone", || counting::alone(&LockedCounter::default()))
        .exercise("locked-counter")
        .title("counts right when nobody else is there")
        .points(2)
        .hints(&["`lock()` gives a guard; through the guard, `*guard` is the number."]),
    Check::behaviour("locked-starts-where-it-is-told", starts_where_it_is_told)
        .exercise("locked-counter")
        .title("starts at the count that `starting_at` was given")
        .points(1)
        .hints(&["The count stands inside the lock: `Mutex::new(count)`."]),
    Check::model("locked-loses-nothing", loses_nothing)
        .exercise("locked-counter")
        .title("loses no increment in any interleaving")
        .points(4)
        .hints(&[
            "The table shows where another thread came between the read and the write.",
            "The guard must live from before the read until after the write: one `lock()`, not two.",
        ]),
    Check::behaviour("locked-goes-on-after-a-panic", goes_on_after_a_panic)
        .exercise("locked-counter")
        .title("goes on after a panic in its locked section, with the data as it was")
        .points(2)
        .hints(&[
            "After such a panic `lock()` returns an error, and the guard is inside it.",
            "`lock().unwrap_or_else(PoisonError::into_inner)` takes the guard either way.",
        ]),
];

fn starts_where_it_is_told() {
    let counter = LockedCounter::starting_at(41);
    counter.increment();
    assert_eq!(counter.count(), 42);
}

fn loses_nothing() -> Finding {
    let sizes = [(2, 1), (2, 2), (3, 1)];
    first_failing(sizes.map(|(threads, increments)| {
        prove(threads as u64 * increments, || counting::together(LockedCounter::default(), threads, increments))
    }))
}

fn goes_on_after_a_panic() {
    let counter = LockedCounter::starting_at(u64::MAX);
    // The panic is in the code under test, but asked for: another thread takes it.
    let overflow = thread::scope(|scope| scope.spawn(|| counter.increment()).join());
    assert!(overflow.is_err(), "one more than u64::MAX must panic");
    assert_eq!(counter.count(), u64::MAX, "the next thread gets the data, unchanged");
}
