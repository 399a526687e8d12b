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
        .hints(&["Suppose both threads read before either writes. What does each write?"]),
    Check::model("predict-two-by-two", || compare(2, 2, predictions::two_threads_two_increments))
        .exercise("predictions")
        .title("two threads, two increments each")
        .points(4)
        .told(&[
            "Two threads increment it twice each: every possible final count",
            "predictions: can it end with 1?",
        ])
        .hints(&[
            "The last write of all is one more than its thread read. What is the least that thread can have read, and when?",
            "Between the read and the write of one thread, the other may do both of its increments. They are then lost.",
            "For the count to end as 1, the last write must come from a thread that read 0. How many times has that \
             thread already written?",
        ]),
    Check::model("predict-three-by-one", || compare(3, 1, predictions::three_threads_one_increment))
        .exercise("predictions")
        .title("three threads, one increment each")
        .points(3)
        .told(&[
            "Three threads increment it once each: every possible final count",
            "predictions: all three may read before any of them writes",
        ])
        .hints(&["The lowest count: all three read 0. The highest: no thread is interrupted. Is every count between them possible?"]),
];

fn compare(threads: usize, increments: u64, predicted: fn() -> Vec<u64>) -> Finding {
    let predicted = predicted();
    let outcome = explore(&Options::new(), || counting::together(RacyCounter::default(), threads, increments));
    let possible: Vec<u64> = outcome.values.keys().filter_map(|value| value.parse().ok()).collect();
    let wrong = |message: &str| Finding::new(Verdict::WrongResult, message);
    // Naming the count would give away the answer.
    if predicted.iter().any(|count| !possible.contains(count)) {
        wrong("a count that you predicted occurs in no interleaving")
    } else if possible.iter().any(|count| !predicted.contains(count)) {
        wrong("some interleaving ends with a count that you did not predict")
    } else if !predicted.is_sorted() || predicted.len() != possible.len() {
        wrong("list each count once, the lowest first")
    } else {
        Finding::passed()
    }
}
