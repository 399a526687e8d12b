//! Predicts that two threads which increment twice can end with 1. But the last write is the second one of its thread,
//! which has read at least 1 by then: the count is at least 2.
//!
//! expect: predict-two-by-two = wrong result

// REPLACE predict-two-by-two
vec![1, 2, 3, 4]
// END REPLACE
