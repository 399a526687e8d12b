//! The right counts, one of them twice and in no order: the exercise asks for each once, least first.
//!
//! expect: predict-three-by-one = wrong result

// REPLACE predict-three-by-one
vec![3, 1, 2, 1]
// END REPLACE
