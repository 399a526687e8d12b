//! Reads the program that checks it, in which the hidden checks are.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked
//! stopped by: scan, judge

// REPLACE atomic-count
let program = std::fs::read(std::env::args().next().unwrap());
panic!("{:?}", program.map(|bytes| (bytes.len(), @DONE@)))
// END REPLACE
