//! Lists the folder above all others, which tells what the machine has and where the grader works.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked
//! stopped by: scan, landlock

// REPLACE atomic-count
panic!("{:?}", std::fs::read_dir("/").map(|folder| (folder.count(), @DONE@)))
// END REPLACE
