//! Makes the kernel kill a process of the grader's user: a pipe's owner can choose which process gets a signal, and which
//! signal, when there is something to read.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked
//! stopped by: scan, unsafe-code, seccomp, landlock, uid

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
unsafe extern "C" {
    fn fcntl(file: i32, command: i32, argument: i32) -> i32;
}
// END REPLACE

// REPLACE atomic-count
use std::io::Write;
use std::os::fd::AsRawFd;
let (reader, mut writer) = std::io::pipe().unwrap();
// F_SETOWN, F_SETSIG, and O_ASYNC by F_SETFL.
let set = [(8, @VICTIM@), (10, 9), (4, 0o20000)].map(|(command, argument)| unsafe { fcntl(reader.as_raw_fd(), command, argument) });
let written = writer.write_all(b"x");
// It is told in a moment.
for _ in 0..1_000 {
    common::thread::yield_now();
}
panic!("{set:?} {written:?}")
// END REPLACE
