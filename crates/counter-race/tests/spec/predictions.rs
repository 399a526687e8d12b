//! Exercise `predictions`: the student's sets of possible counts against those that the explorer finds.

use super::counting;
use checks::{Check, Finding, Verdict};
use counter_race::{RacyCounter, predictions};
use interleave::{Options, explore};

pub const CHECKS: &[Check] = &[
    Check::model("predict-two-by-one", || compare(2, 1, predictions::two_threads_one_increment))
        .exercise("predictions")
        .title("two threads, one increment each")
        .points(3)
        .told(&[
            "Two threads increment the [`RacyCounter`](crate::RacyCounter) once each",
            "predictions: vec![…]: which counts are possible?",
        ])
        .hints(&["Let both read before either writes. What does each write?"]),
    Check::model("predict-two-by-two", || compare(2, 2, predictions::two_threads_two_increments))
        .exercise("predictions")
        .title("two threads, two increments each")
        .points(4)
        .told(&[
            "Two threads increment it twice each: every possible final count",
            "predictions: can it end with 1?",
        ])
        .hints(&[
            "The last write of all writes one more than its thread read. How little can that thread have read, and when?",
            "Between the read and the write of one thread, the other may do all of its own: that is then lost.",
            "For the count to end as 1, the last write must come from a thread that read 0. How often has that \
             thread written before?",
        ]),
    Check::model("predict-three-by-one", || compare(3, 1, predictions::three_threads_one_increment))
        .exercise("predictions")
        .title("three threads, one increment each")
        .points(3)
        .told(&[
            "Three threads increment it once each: every possible final count",
            "predictions: all three may read before any of them writes",
        ])
        .hints(&["The fewest: all three read 0. The most: nobody is interrupted. Is everything between possible?"]),
];

fn compare(threads: usize, increments: u64, predicted: fn() -> Vec<u64>) -> Finding {
    let predicted = predicted();
    let outcome = explore(&Options::new(), || counting::together(RacyCounter::default(), threads, increments));
    let possible: Vec<u64> = outcome.values.keys().filter_map(|value| value.parse().ok()).collect();
    let wrong = |message: &str| Finding::new(Verdict::WrongResult, message);
    // Which one it is would be the answer.
    if predicted.iter().any(|count| !possible.contains(count)) {
        wrong("a predicted count comes in no interleaving")
    } else if possible.iter().any(|count| !predicted.contains(count)) {
        wrong("some interleaving ends with a count that was not predicted")
    } else if !predicted.is_sorted() || predicted.len() != possible.len() {
        wrong("name each count once, least first")
    } else {
        Finding::passed()
    }
}
