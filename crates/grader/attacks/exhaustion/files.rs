//! Makes as many files as it can; a limit on the size of a file does not stop this.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked
//! stopped by: scan, landlock, namespaces

// REPLACE atomic-count
let folders = ["@WRITABLE@", ".", "/tmp", "/dev/shm", "crates/counter-race/src"];
let made = folders.into_iter().filter(|folder| {
    let file = format!("{folder}/of-an-attack");
    std::fs::write(&file, "").is_ok_and(|()| *folder == "@WRITABLE@" || std::fs::remove_file(&file).is_ok())
});
panic!("{}", if made.count() > 0 { @DONE@ } else { "no" })
// END REPLACE
