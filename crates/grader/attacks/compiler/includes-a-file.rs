//! Includes another submission as source text.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: does not compile
//! stopped by: scan, landlock, namespaces

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
const TAKEN: &str = include_str!("@OTHER@");
// END REPLACE

// REPLACE atomic-count
panic!("{TAKEN:?}")
// END REPLACE
