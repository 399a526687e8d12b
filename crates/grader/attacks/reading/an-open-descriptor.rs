//! Reads a file that the grader's parent process left open.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked
//! confined: no verdict, panicked
//! stopped by: scan, unsafe-code, descriptors

// REPLACE atomic-count
use std::io::Read;
use std::os::fd::FromRawFd;
let mut text = String::new();
let read = unsafe { std::fs::File::from_raw_fd(@DESCRIPTOR@) }.take(100).read_to_string(&mut text);
panic!("{read:?} {text}")
// END REPLACE
