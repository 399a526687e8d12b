//! Opens the channel to the grader by its name.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked
//! stopped by: scan, landlock, namespaces

// REPLACE atomic-count
let channels = (0..10).filter(|number| std::fs::OpenOptions::new().write(true).open(format!("/proc/self/fd/{number}")).is_ok());
panic!("{}", if channels.count() > 0 { @DONE@ } else { "no" })
// END REPLACE
