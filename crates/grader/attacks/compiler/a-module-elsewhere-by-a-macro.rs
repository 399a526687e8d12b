//! Includes a file as a module, with an attribute that a macro builds.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: does not compile
//! stopped by: scan, landlock, namespaces

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
macro_rules! attribute {
    ($sign:tt, $rest:tt) => { $sign $rest mod elsewhere; };
}
attribute!(#, [path = "@OTHER@"]);
const TAKEN: u64 = elsewhere::X;
// END REPLACE

// REPLACE atomic-count
panic!("{TAKEN:?}")
// END REPLACE
