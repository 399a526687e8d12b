//! Reads its own check binary, which contains the hidden checks.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked
//! stopped by: scan, judge

// REPLACE atomic-count
let program = std::fs::read(std::env::args().next().unwrap());
panic!("{:?}", program.map(|bytes| (bytes.len(), @DONE@)))
// END REPLACE
