//! Leaks the environment and the memory of its parent process.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked
//! stopped by: scan, landlock, namespaces, uid

// REPLACE atomic-count
let parent = std::os::unix::process::parent_id();
panic!("{:?}", std::fs::read(format!("/proc/{parent}/environ")).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
// END REPLACE
