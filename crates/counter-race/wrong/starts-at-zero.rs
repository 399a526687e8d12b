//! Ignores the number that it should start at.
//!
//! expect: locked-starts-where-it-is-told = wrong result
//! expect: locked-goes-on-after-a-panic = wrong result

// REPLACE locked-start
let _ = count;
LockedCounter { count: Mutex::new(0) }
// END REPLACE
