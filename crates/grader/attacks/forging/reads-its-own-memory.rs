//! Opens its own memory as a file, to find the number that makes a record valid.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked
//! stopped by: scan, landlock, namespaces, judge

// REPLACE atomic-count
panic!("{:?}", std::fs::File::open("/proc/self/mem").map(|_| @DONE@))
// END REPLACE
