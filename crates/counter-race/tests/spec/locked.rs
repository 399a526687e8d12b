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
        .title("counts right when nobody else is there")
        .if_it_waits("`increment` or `count` waits for a lock that its own thread holds.")
        .points(2)
        .told(&[
            "locked-counter: take the lock, and add one to what it guards",
            "locked-counter: reading needs the lock as well",
        ])
        .hints(&["`lock()` gives a guard; through the guard, `*guard` is the number."]),
    Check::behaviour("locked-starts-where-it-is-told", &STARTS_WHERE_IT_IS_TOLD)
        .exercise("locked-counter")
        .title("starts at the count that `starting_at` was given")
        .if_it_waits("`increment` or `count` waits for a lock that its own thread holds.")
        .points(1)
        .told(&[
            "A counter that has already counted `count` increments.",
            "locked-counter: put the count inside the lock",
        ])
        .hints(&["The count stands inside the lock: `Mutex::new(count)`."]),
    Check::model("locked-loses-nothing", loses_nothing)
        .exercise("locked-counter")
        .title("loses no increment in any interleaving")
        .points(3)
        .told(&[
            "A counter that only one thread at a time can use.",
            "// What must it hold, and what protects that?",
        ])
        .hints(&[
            "The table shows where another thread came between the read and the write.",
            "The guard must live from before the read until after the write: one `lock()`, not two.",
        ]),
    Check::model("locked-reads-what-was-counted", reads_what_was_counted)
        .exercise("locked-counter")
        .title("count gives a number that was counted, also while another thread increments")
        .points(1)
        .told(&["locked-counter: reading needs the lock as well"])
        .hints(&[
            "The table shows who has the lock when `count` reads. What does `count` do then?",
            "`count` waits for the lock as `increment` does, with `lock()`. `try_lock()` does not wait.",
        ]),
    Check::behaviour("locked-goes-on-after-a-panic", &GOES_ON_AFTER_A_PANIC)
        .exercise("locked-counter")
        .title("goes on after a panic in its locked section, with the data as it was")
        .if_it_waits("`increment` or `count` waits for a lock that its own thread holds.")
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
        equal(&format!("the count of one that starts at {start}"), &before, &start)?;
        equal("the count after one increment", &after, &(start + 1))
    },
};

/// `increments` until it is full, and one more.
const GOES_ON_AFTER_A_PANIC: Experiment<u64, (bool, u64)> = Experiment {
    input: |generator| generator.random_range(0..4),
    observe: |increments| {
        let counter = LockedCounter::starting_at(u64::MAX - increments);
        (0..increments).for_each(|_| counter.increment());
        // The panic is in the code under test, but asked for: another thread takes it.
        let overflow = thread::scope(|scope| scope.spawn(|| counter.increment()).join());
        (overflow.is_err(), counter.count())
    },
    judge: |_, (panicked, count)| {
        holds(panicked, "one more than u64::MAX must panic")?;
        equal("what the next thread gets: the data, unchanged", &count, &u64::MAX)
    },
};

fn loses_nothing() -> Finding {
    let sizes = [(2, 1), (2, 2), (3, 1)];
    first_failing(sizes.into_iter().map(|(threads, increments)| {
        prove(threads as u64 * increments, || counting::together(LockedCounter::default(), threads, increments))
    }))
}

/// One increment is over, another one is under way: there is no third number to read.
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
            false => "`count` gave a number that was never the count: it did not wait for the lock",
        }
    })
}
