//! Puts a script into the feedback page.
//!
//! check: atomic-counts-alone
//! expect: panicked
//! stopped by: judge
//! from: <script>alert(1)</script>

// REPLACE atomic-count
panic!("{}", "</pre><script>alert(1)</script>\" onload=\"alert(1)")
// END REPLACE
