//! Predicts the smallest and the largest count, and misses those between.
//!
//! expect: predict-two-by-two = wrong result
//! expect: predict-three-by-one = wrong result

// REPLACE predict-two-by-two
vec![2, 4]
// END REPLACE
// REPLACE predict-three-by-one
vec![1, 3]
// END REPLACE
