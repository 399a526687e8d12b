//! Leaks a file of the grader's user in a panic message.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked
//! stopped by: scan, landlock, namespaces, uid

// REPLACE atomic-count
panic!("{:?}", std::fs::read_to_string("@PRIVATE@"))
// END REPLACE
