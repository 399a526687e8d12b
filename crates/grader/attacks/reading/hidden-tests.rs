//! Leaks the hidden checks.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked
//! stopped by: scan, landlock, namespaces
//! tells: counts_any_crowd::<AtomicCounter>

// REPLACE atomic-count
panic!("{:?}", std::fs::read_to_string("@ROOT@/crates/counter-race/tests/instructor/crowds.rs"))
// END REPLACE
