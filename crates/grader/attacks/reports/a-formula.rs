//! Has a name that a spreadsheet would run as a formula.
//!
//! check: atomic-counts-alone
//! expect: panicked
//! stopped by: judge
//! from: =cmd|' /C calc'!A1

// REPLACE atomic-count
panic!("{}", "=1+1")
// END REPLACE
