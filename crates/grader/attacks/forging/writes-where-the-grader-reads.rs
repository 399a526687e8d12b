//! Opens the channel to the grader by its name. Landlock lets a process open its own pipes this way. Without namespaces
//! this succeeds, but gains nothing: standard output is open anyway, and a record needs its number.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked
//! stopped by: scan, namespaces

// REPLACE atomic-count
let channels = (0..10).filter(|number| std::fs::OpenOptions::new().write(true).open(format!("/proc/self/fd/{number}")).is_ok());
panic!("{}", if channels.count() > 0 { @DONE@ } else { "no" })
// END REPLACE
