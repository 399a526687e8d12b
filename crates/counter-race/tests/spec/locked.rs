//! Exercise `locked-counter`: a counter that a lock protects.

use super::counting;
use checks::experiment::{Experiment, RngExt, equal, holds};
use checks::model::{first_failing, prove};
use checks::{Check, Finding};
use common::thread;
use counter_race::{Counter, LockedCounter};
use interleave::thread::scope;

pub const CHECKS: &[Check] = &[
    Check::behaviour("locked-counts-alone", &counting::alone::<LockedCounter>())
        .exercise("locked-counter")
        .title("counts correctly in one thread")
        .if_it_waits("`increment` or `count` waits for a lock that its own thread already holds.")
        .points(2)
        .told(&[
            "locked-counter: take the lock, and add one to what it guards",
            "locked-counter: reading needs the lock as well",
        ])
        .hints(&["`lock()` returns a guard, and `*guard` is the number."]),
    Check::behaviour("locked-starts-where-it-is-told", &STARTS_WHERE_IT_IS_TOLD)
        .exercise("locked-counter")
        .title("starts at the count passed to `starting_at`")
        .if_it_waits("`increment` or `count` waits for a lock that its own thread already holds.")
        .points(1)
        .told(&[
            "A counter that has already counted `count` increments.",
            "locked-counter: put the count inside the lock",
        ])
        .hints(&["The count is inside the lock: `Mutex::new(count)`."]),
    Check::model("locked-loses-nothing", loses_nothing)
        .exercise("locked-counter")
        .title("loses no increment in any interleaving")
        .points(3)
        .told(&[
            "A counter that only one thread at a time can use.",
            "// What must it hold, and what protects that?",
        ])
        .hints(&[
            "The table shows where another thread ran between the read and the write.",
            "The guard must live from before the read until after the write: one `lock()`, not two.",
        ]),
    Check::model("locked-reads-what-was-counted", reads_what_was_counted)
        .exercise("locked-counter")
        .title("count returns the old or the new number while another thread increments")
        .points(1)
        .told(&["locked-counter: reading needs the lock as well"])
        .hints(&[
            "The table shows which thread holds the lock when `count` reads. What does `count` do then?",
            "`count` must wait for the lock with `lock()`, as `increment` does. `try_lock()` does not wait.",
        ]),
    Check::behaviour("locked-goes-on-after-a-panic", &GOES_ON_AFTER_A_PANIC)
        .exercise("locked-counter")
        .title("still works after a panic while locked, with the count unchanged")
        .if_it_waits("`increment` or `count` waits for a lock that its own thread already holds.")
        .points(2)
        .told(&[
            "Here the next thread uses the data in spite of the error",
            "If the count is [`u64::MAX`].",
            "The count does not change, and other threads can still use the counter.",
        ])
        .hints(&[
            "After such a panic `lock()` returns an error, and the guard is inside it.",
            "`lock().unwrap_or_else(PoisonError::into_inner)` takes the guard either way.",
        ]),
];

const STARTS_WHERE_IT_IS_TOLD: Experiment<u64, [u64; 2]> = Experiment {
    input: |generator| generator.random_range(1..1_000),
    observe: |start| {
        let counter = LockedCounter::starting_at(start);
        let before = counter.count();
        counter.increment();
        [before, counter.count()]
    },
    judge: |start, [before, after]| {
        equal(&format!("the count of a counter that starts at {start}"), &before, &start)?;
        equal("the count after one increment", &after, &(start + 1))
    },
};

/// Increments up to `u64::MAX`, and one more.
const GOES_ON_AFTER_A_PANIC: Experiment<u64, (bool, u64)> = Experiment {
    input: |generator| generator.random_range(0..4),
    observe: |increments| {
        let counter = LockedCounter::starting_at(u64::MAX - increments);
        (0..increments).for_each(|_| counter.increment());
        // The code under test must panic here, so it runs in another thread.
        let overflow = thread::scope(|scope| scope.spawn(|| counter.increment()).join());
        (overflow.is_err(), counter.count())
    },
    judge: |_, (panicked, count)| {
        holds(panicked, "an increment beyond u64::MAX must panic")?;
        equal("the count that the next thread reads, unchanged by the panic", &count, &u64::MAX)
    },
};

fn loses_nothing() -> Finding {
    let sizes = [(2, 1), (2, 2), (3, 1)];
    first_failing(sizes.into_iter().map(|(threads, increments)| {
        prove(threads as u64 * increments, || counting::together(LockedCounter::default(), threads, increments))
    }))
}

/// One increment is over and another is running: only these two counts can be read.
fn reads_what_was_counted() -> Finding {
    prove("a number that was counted", || {
        let counter = LockedCounter::default();
        counter.increment();
        let before = counter.count();
        let seen = scope(|scope| {
            scope.spawn(|| counter.increment());
            counter.count()
        });
        match [before, counter.count()].contains(&seen) {
            true => "a number that was counted",
            false => "`count` returned a number that was never the count: it did not wait for the lock",
        }
    })
}
