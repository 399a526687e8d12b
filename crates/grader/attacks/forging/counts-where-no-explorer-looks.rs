//! Counts in a thread-local variable. In the explorer all threads are one system thread, so no update is lost.
//!
//! check: atomic-loses-nothing
//! expect: forbidden
//! stopped by: scan

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
thread_local! {
    static COUNT: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}
// END REPLACE

// REPLACE atomic-increment
COUNT.set(COUNT.get() + 1);
// END REPLACE

// REPLACE atomic-count
let _ = (&self.count, Relaxed);
COUNT.take()
// END REPLACE
