//! Includes a file as bytes.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: does not compile
//! stopped by: scan, landlock, namespaces

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
const TAKEN: Result<&str, std::str::Utf8Error> = std::str::from_utf8(include_bytes!("@OTHER@"));
// END REPLACE

// REPLACE atomic-count
panic!("{TAKEN:?}")
// END REPLACE
