//! Predictions: with which counts can the racy counter end? Think first; an explorer then runs every interleaving and
//! compares the counts with yours.

/// Two threads increment the [`RacyCounter`](crate::RacyCounter) once each: every possible final count, in ascending
/// order.
pub fn two_threads_one_increment() -> Vec<u64> {
    // SOLUTION predict-two-by-one: predictions: vec![…]: which counts are possible?
    vec![1, 2]
    // END SOLUTION
}

/// Two threads increment it twice each: every possible final count, in ascending order.
pub fn two_threads_two_increments() -> Vec<u64> {
    // SOLUTION predict-two-by-two: predictions: can it end with 1?
    vec![2, 3, 4]
    // END SOLUTION
}

/// Three threads increment it once each: every possible final count, in ascending order.
pub fn three_threads_one_increment() -> Vec<u64> {
    // SOLUTION predict-three-by-one: predictions: all three may read before any of them writes
    vec![1, 2, 3]
    // END SOLUTION
}
