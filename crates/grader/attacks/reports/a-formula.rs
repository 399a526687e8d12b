//! Is named so that a spreadsheet computes with its name.
//!
//! check: atomic-counts-alone
//! expect: panicked
//! stopped by: judge
//! from: =cmd|' /C calc'!A1

// REPLACE atomic-count
panic!("{}", "=1+1")
// END REPLACE
