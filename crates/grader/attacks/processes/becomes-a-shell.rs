//! Becomes another program, without starting a process.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked
//! stopped by: scan, landlock, namespaces

// REPLACE atomic-count
let mut shell = std::process::Command::new("/bin/sh");
panic!("{:?}", std::os::unix::process::CommandExt::exec(shell.args(["-c", "echo > @WRITABLE@/new"])))
// END REPLACE
