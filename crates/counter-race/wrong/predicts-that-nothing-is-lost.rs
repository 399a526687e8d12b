//! Predicts the count of a counter without a race.
//!
//! expect: predict-two-by-one = wrong result
//! expect: predict-two-by-two = wrong result
//! expect: predict-three-by-one = wrong result

// REPLACE predict-two-by-one
vec![2]
// END REPLACE
// REPLACE predict-two-by-two
vec![4]
// END REPLACE
// REPLACE predict-three-by-one
vec![3]
// END REPLACE
