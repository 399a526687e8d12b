//! Reads the size of a file. Landlock allows it; without namespaces, keep secret files in a closed folder.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked, no verdict
//! stopped by: scan, namespaces
//! tells: told: Ok(@SIZE@)

// REPLACE atomic-count
panic!("told: {:?}", std::fs::metadata("@VISIBLE@").map(|file| file.len()).map_err(|_| "no"))
// END REPLACE
