//! Includes a file as a module, with an attribute inside an attribute.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: does not compile
//! stopped by: scan, landlock, namespaces

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
#[cfg_attr(all(), path = "@OTHER@")]
mod elsewhere;
const TAKEN: u64 = elsewhere::X;
// END REPLACE

// REPLACE atomic-count
panic!("{TAKEN:?}")
// END REPLACE
