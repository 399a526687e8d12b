//! Leaks an environment variable of the compiler.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: panicked
//! stopped by: scan, environment

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
const TAKEN: Option<&str> = option_env!("@VARIABLE@");
// END REPLACE

// REPLACE atomic-count
panic!("{TAKEN:?}")
// END REPLACE
