//! Clears the reader's terminal and changes the title of its window.
//!
//! check: atomic-counts-alone
//! expect: panicked
//! stopped by: judge

// REPLACE atomic-count
panic!("{}", "\u{1b}[2J\u{1b}[H\u{1b}]0;100 of 100\u{7}\u{9b}31m\r100 of 100")
// END REPLACE
