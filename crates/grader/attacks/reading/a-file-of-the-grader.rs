//! Tells a file of the grader's user in a panic.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked
//! stopped by: scan, landlock, namespaces, uid

// REPLACE atomic-count
panic!("{:?}", std::fs::read_to_string("@PRIVATE@"))
// END REPLACE
