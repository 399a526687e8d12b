//! Prints characters that are not allowed in XML.
//!
//! check: atomic-counts-alone
//! expect: panicked
//! stopped by: judge

// REPLACE atomic-count
panic!("{}", "\u{0}\u{b}]]>\u{fffe}\u{ffff}<!--")
// END REPLACE
