//! Too many threads and increments for a proof: a sample of the interleavings, drawn with a fixed seed.

use checks::model::{first_failing, sample};
use checks::{Check, Finding};
use counter_race::crowd::{count_together, no_start_line};
use counter_race::{AtomicCounter, Counter, LockedCounter};

pub const CHECKS: &[Check] = &[
    Check::model("locked-counts-any-crowd", counts_any_crowd::<LockedCounter>)
        .exercise("locked-counter")
        .title("counts every increment with more threads and increments")
        .points(1)
        .told(&["A counter that only one thread at a time can use."])
        .hidden(),
    Check::model("atomic-counts-any-crowd", counts_any_crowd::<AtomicCounter>)
        .exercise("atomic-counter")
        .title("counts every increment with more threads and increments")
        .points(2)
        .told(&["A counter that needs no lock, because its increment is a single step."])
        .hidden(),
];

fn counts_any_crowd<C: Counter + Default + Send + Sync + 'static>() -> Finding {
    let sizes = [(2, 6), (4, 3), (7, 1)];
    first_failing(sizes.into_iter().map(|(threads, increments)| {
        sample(threads as u64 * increments, || count_together(C::default(), threads, increments, no_start_line))
    }))
}
