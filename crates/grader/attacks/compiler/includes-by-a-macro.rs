//! Includes a file through its own macro, which gets the name `include` as an argument.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! confined: does not compile
//! stopped by: scan, landlock, namespaces

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
macro_rules! taken {
    ($name:ident) => { $name!("@OTHER@") };
}
const TAKEN: &str = taken!(include_str);
// END REPLACE

// REPLACE atomic-count
panic!("{TAKEN:?}")
// END REPLACE
