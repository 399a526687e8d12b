//! Puts a script into the page of feedback.
//!
//! check: atomic-counts-alone
//! expect: panicked
//! stopped by: judge
//! from: <script>alert(1)</script>

// REPLACE atomic-count
panic!("{}", "</pre><script>alert(1)</script>\" onload=\"alert(1)")
// END REPLACE
