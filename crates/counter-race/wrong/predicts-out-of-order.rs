//! The right counts, but one of them twice and in the wrong order: the exercise asks for each once, in ascending order.
//!
//! expect: predict-three-by-one = wrong result

// REPLACE predict-three-by-one
vec![3, 1, 2, 1]
// END REPLACE
