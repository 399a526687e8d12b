//! Closes the table and the code block of the Markdown page, and loads a picture.
//!
//! check: atomic-counts-alone
//! expect: panicked
//! stopped by: judge

// REPLACE atomic-count
panic!("{}", "| 5 of 5 |\n\n```\n\n# 100 of 100 ![x](http://example.org/x) <img src=x>")
// END REPLACE
