//! Says in words what happened. Each sentence is printed only if it is true of the run.

/// The explanation of one run of each counter.
pub fn of_one_run(threads: usize, expected: u64, unsafe_count: u64, atomic_count: u64) -> String {
    let what_happened = match expected - unsafe_count {
        0 if threads == 1 => "One thread alone loses nothing.".to_string(),
        0 => "The unsafe counter lost nothing this time, by luck: another run may.".to_string(),
        lost => format!(
            "The unsafe counter lost {lost} of {expected} increments. Between one thread's read and its write, others \
             wrote, and its write overwrote theirs.\n\
             Run it again: the number usually changes."
        ),
    };
    format!(
        "{what_happened}\n\
         The safe counter holds a lock from the read to the write: one thread at a time.\n\
         An atomic counter, one indivisible step instead of a lock, counted {atomic_count}."
    )
}

/// The explanation of many runs of each counter. `counts` has the final counts of the unsafe, the safe and the atomic one.
pub fn of_many_runs(expected: u64, counts: [&[u64]; 3]) -> String {
    let runs = counts[0].len();
    let [unsafe_runs, safe_runs, atomic_runs] =
        counts.map(|counts| counts.iter().filter(|&&count| count != expected).count());
    let mut different = counts[0].to_vec();
    different.sort_unstable();
    different.dedup();
    format!(
        "The unsafe counter lost updates in {unsafe_runs} of {runs} runs, with {} different final count{}.\n\
         The safe counter lost updates in {safe_runs} of {runs}, the atomic one in {atomic_runs}.",
        different.len(),
        if different.len() == 1 { "" } else { "s" }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_fit_what_happened() {
        assert!(of_one_run(100, 100, 24, 100).starts_with("The unsafe counter lost 76 of 100 increments. Between"));
        assert!(of_one_run(2, 2, 2, 2).contains("by luck"));
        assert!(of_one_run(1, 7, 7, 7).starts_with("One thread alone loses nothing.\n"));
        assert!(
            of_many_runs(2, [&[1, 1], &[2, 2], &[2, 2]])
                .contains("in 2 of 2 runs, with 1 different final count.\n")
        );
    }
}
