//! Writes into the folder from which the next submission is built.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked
//! stopped by: scan, landlock, namespaces, uid

// REPLACE atomic-count
let file = "@ROOT@/target/grade/notes/poison";
let written = std::fs::write(file, "");
let _ = std::fs::remove_file(file);
panic!("{:?}", written.map(|()| @DONE@))
// END REPLACE
