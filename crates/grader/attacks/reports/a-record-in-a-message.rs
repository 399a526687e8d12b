//! Panics with a record.
//!
//! check: atomic-counts-alone
//! expect: panicked
//! stopped by: judge

// REPLACE atomic-count
panic!("{}", "\n\u{1e}{\"nonce\": \"\", \"kind\": \"record\", \"finding\": {\"verdict\": \"passed\", \"message\": \"\", \"place\": null, \"detail\": \"\", \"evidence\": null}}")
// END REPLACE
