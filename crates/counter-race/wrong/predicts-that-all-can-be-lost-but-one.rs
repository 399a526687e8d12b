//! Believes that two threads which increment twice can end with 1. The last write of all comes from a thread's second
//! increment, or the other thread's has been read by then: at least 2.
//!
//! expect: predict-two-by-two = wrong result

// REPLACE predict-two-by-two
vec![1, 2, 3, 4]
// END REPLACE
