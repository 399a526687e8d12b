//! Lists the root folder, which shows what is on the machine and where the grader works.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked
//! stopped by: scan, landlock

// REPLACE atomic-count
panic!("{:?}", std::fs::read_dir("/").map(|folder| (folder.count(), @DONE@)))
// END REPLACE
