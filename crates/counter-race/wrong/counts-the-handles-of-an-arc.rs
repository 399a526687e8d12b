//! The count is the number of handles of an `Arc`, which no explorer sees: it can lose an increment and pass every model.
//!
//! expect: locked-counts-alone = forbidden
//! expect: locked-starts-where-it-is-told = forbidden
//! expect: locked-loses-nothing = forbidden
//! expect: locked-reads-what-was-counted = forbidden
//! expect: locked-goes-on-after-a-panic = forbidden
//! expect: locked-counts-any-crowd = forbidden

// REPLACE locked-imports
use common::sync::Arc;
// END REPLACE
// REPLACE locked-state
start: u64,
handles: Arc<()>,
// END REPLACE
// REPLACE locked-start
LockedCounter { start: count, ..LockedCounter::default() }
// END REPLACE
// REPLACE locked-increment
assert!(self.count() < u64::MAX, "the count has reached its end");
let seen = Arc::strong_count(&self.handles);
if Arc::strong_count(&self.handles) == seen {
    std::mem::forget(Arc::clone(&self.handles));
}
// END REPLACE
// REPLACE locked-count
self.start + Arc::strong_count(&self.handles) as u64 - 1
// END REPLACE
