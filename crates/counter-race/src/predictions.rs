//! Predictions: with which counts can the racy counter end? Think first; an explorer then runs every interleaving and
//! compares.

/// Every count that two threads can end with which increment the [`RacyCounter`](crate::RacyCounter) once each, least
/// first.
pub fn two_threads_one_increment() -> Vec<u64> {
    // SOLUTION predict-two-by-one: predictions: vec![…]: which counts are possible?
    vec![1, 2]
    // END SOLUTION
}

/// Every count that two threads can end with which increment it twice each, least first.
pub fn two_threads_two_increments() -> Vec<u64> {
    // SOLUTION predict-two-by-two: predictions: can it end with 1?
    vec![2, 3, 4]
    // END SOLUTION
}

/// Every count that three threads can end with which increment it once each, least first.
pub fn three_threads_one_increment() -> Vec<u64> {
    // SOLUTION predict-three-by-one: predictions: all three may read before any of them writes
    vec![1, 2, 3]
    // END SOLUTION
}
