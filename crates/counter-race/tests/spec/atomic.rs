//! Exercise `atomic-counter`: a counter whose increment is a single step.

use super::counting;
use checks::model::{first_failing, prove};
use checks::{Check, Finding};
use counter_race::AtomicCounter;

pub const CHECKS: &[Check] = &[
    Check::behaviour("atomic-counts-alone", &counting::alone::<AtomicCounter>())
        .exercise("atomic-counter")
        .title("counts correctly in one thread")
        .points(3)
        .told(&["atomic-counter: read the number"])
        .hints(&["`AtomicU64` has `load` and `fetch_add`; both take an `Ordering`."]),
    Check::model("atomic-loses-nothing", loses_nothing)
        .exercise("atomic-counter")
        .title("loses no increment in any interleaving")
        .points(5)
        .told(&[
            "A counter that needs no lock, because its increment is a single step.",
            "A counter whose read, addition and write are one operation of the processor.",
            "atomic-counter: read, add and write in a single step",
        ])
        .hints(&[
            "A `load` and a `store` are two steps, and another thread can run between them.",
            "`fetch_add` does both in one step.",
        ]),
];

fn loses_nothing() -> Finding {
    let sizes = [(2, 1), (2, 2), (3, 1)];
    first_failing(sizes.into_iter().map(|(threads, increments)| {
        prove(threads as u64 * increments, || counting::together(AtomicCounter::default(), threads, increments))
    }))
}
