//! Predictions: with which counts can the racy counter end? Think first; an explorer then runs every interleaving and
//! compares.

/// Two threads increment the [`RacyCounter`](crate::RacyCounter) once each: every count that it can have in the end,
/// least first.
pub fn two_threads_one_increment() -> Vec<u64> {
    // SOLUTION predict-two-by-one: predictions: vec![…]: which counts are possible?
    vec![1, 2]
    // END SOLUTION
}

/// Two threads increment it twice each: every count that it can have in the end, least first.
pub fn two_threads_two_increments() -> Vec<u64> {
    // SOLUTION predict-two-by-two: predictions: can it end with 1?
    vec![2, 3, 4]
    // END SOLUTION
}

/// Three threads increment it once each: every count that it can have in the end, least first.
pub fn three_threads_one_increment() -> Vec<u64> {
    // SOLUTION predict-three-by-one: predictions: all three may read before any of them writes
    vec![1, 2, 3]
    // END SOLUTION
}
