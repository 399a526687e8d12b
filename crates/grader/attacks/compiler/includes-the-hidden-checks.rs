//! Includes the hidden checks as source text.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: does not compile
//! stopped by: scan, landlock, namespaces
//! tells: counts_any_crowd::<AtomicCounter>

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
const TAKEN: &str = include_str!("../tests/instructor/crowds.rs");
// END REPLACE

// REPLACE atomic-count
panic!("{TAKEN:?}")
// END REPLACE
