//! Fills the disk.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked
//! stopped by: scan, landlock, namespaces

// REPLACE atomic-count
let written = std::fs::write("@WRITABLE@/large", vec![1_u8; 1 << 20]);
panic!("{written:?}")
// END REPLACE
