//! Reverses the direction of a line, so that it reads differently.
//!
//! check: atomic-counts-alone
//! expect: panicked
//! stopped by: judge

// REPLACE atomic-count
panic!("{}", "\u{202e}001 fo 001\u{2066}\u{200f}")
// END REPLACE
