//! Replaces the program that the next check runs.
//!
//! check: atomic-counts-alone, atomic-loses-nothing
//! expect: forbidden
//! confined: panicked
//! stopped by: scan, landlock, namespaces, uid

// REPLACE atomic-count
let program = std::env::args().next().unwrap();
let renamed = std::fs::rename(&program, format!("{program}.old"));
panic!("{:?}", renamed.map(|()| @DONE@))
// END REPLACE
