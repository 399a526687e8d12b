//! Has a thousand lines for review, to hide the one that matters.
//!
//! check: atomic-counts-alone
//! expect: wrong result
//! stopped by: judge
//! tells: :99:
//! review: more such places follow

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
#[allow(dead_code)]
fn borrows() {
@REPEAT 1000     { struct Two<'a, 'b: 'a>(&'a (), &'b ()); }
@
}
// END REPLACE

// REPLACE atomic-count
self.count.load(Relaxed) + 1
// END REPLACE
