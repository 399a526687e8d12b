//! Hides a path behind text that only looks like a string.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: does not compile
//! stopped by: scan, landlock, namespaces

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
macro_rules! nothing {
    ($($token:tt)*) => {};
}
nothing!(0r"\" ");
const TAKEN: &str = include_str!("@OTHER@"); // "
// END REPLACE

// REPLACE atomic-count
panic!("{TAKEN:?}")
// END REPLACE
