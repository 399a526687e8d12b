//! Asks how large a file is. Landlock lets it; where there is no namespace, hide files in a closed folder.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked, no verdict
//! stopped by: scan, namespaces
//! tells: told: Ok(@SIZE@)

// REPLACE atomic-count
panic!("told: {:?}", std::fs::metadata("@VISIBLE@").map(|file| file.len()).map_err(|_| "no"))
// END REPLACE
