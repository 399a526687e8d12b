//! Contains its own machine instructions.
//!
//! check: atomic-counts-alone
//! expect: forbidden
//! stopped by: scan, unsafe-code

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
const TAKEN: &str = "";
pub fn instructions() -> &'static str {
    unsafe { core::arch::asm!("nop") };
    @DONE@
}
// END REPLACE

// REPLACE atomic-count
panic!("{TAKEN}{}", instructions())
// END REPLACE
