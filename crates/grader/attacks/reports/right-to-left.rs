//! Turns the direction of the line around, so that another text is read.
//!
//! check: atomic-counts-alone
//! expect: panicked
//! stopped by: judge

// REPLACE atomic-count
panic!("{}", "\u{202e}001 fo 001\u{2066}\u{200f}")
// END REPLACE
