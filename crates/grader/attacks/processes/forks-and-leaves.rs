//! Forks twice and leaves its process group, to outlive the check.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: forbidden
//! stopped by: scan, unsafe-code, seccomp

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
unsafe extern "C" {
    fn fork() -> i32;
    fn setsid() -> i32;
}
// END REPLACE

// REPLACE atomic-count
let child = unsafe { fork() };
if child == 0 {
    unsafe { setsid() };
    if unsafe { fork() } == 0 {
        std::thread::sleep(std::time::Duration::from_secs(3));
    }
    std::process::exit(0);
}
panic!("{}", if child > 0 { @DONE@ } else { "no" })
// END REPLACE
