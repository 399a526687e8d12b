//! What happened, in words. The same words must not be printed when something else happened.

/// After one run of each counter.
pub fn of_one_run(expected: u64, unsafe_count: u64, atomic_count: u64) -> String {
    let lost = expected - unsafe_count;
    let what_happened = if lost == 0 {
        "The unsafe counter lost nothing this time, by luck: another run may.".to_string()
    } else {
        format!(
            "The unsafe counter lost {lost} of {expected} increments: several threads read the same count\n\
             before any of them had written it back, so each wrote the same number.\n\
             Run it again: the number changes."
        )
    };
    format!(
        "{what_happened}\n\
         The safe counter holds a lock from the read to the write: one thread at a time.\n\
         An atomic counter, one indivisible step instead of a lock, counted {atomic_count}."
    )
}

/// After many runs of each counter: `counts` are those of the unsafe, the safe and the atomic one.
pub fn of_many_runs(expected: u64, counts: [&[u64]; 3]) -> String {
    let runs = counts[0].len();
    let [unsafe_runs, safe_runs, atomic_runs] =
        counts.map(|counts| counts.iter().filter(|&&count| count != expected).count());
    let mut different = counts[0].to_vec();
    different.sort_unstable();
    different.dedup();
    format!(
        "The unsafe counter lost updates in {unsafe_runs} of {runs} runs, with {} different final counts.\n\
         The safe counter lost updates in {safe_runs} of {runs}, the atomic one in {atomic_runs}.",
        different.len()
    )
}
