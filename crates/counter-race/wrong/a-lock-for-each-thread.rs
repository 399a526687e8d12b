//! Each increment uses a lock of its own, so no thread ever waits for another.
//!
//! expect: locked-loses-nothing = race condition
//! expect: locked-counts-any-crowd = race condition

// REPLACE locked-imports
use common::sync::Mutex;
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
// END REPLACE
// REPLACE locked-state
count: AtomicU64,
// END REPLACE
// REPLACE locked-start
LockedCounter { count: AtomicU64::new(count) }
// END REPLACE
// REPLACE locked-increment
let lock = Mutex::new(());
let _guard = lock.lock().unwrap();
let count = self.count.load(Relaxed);
self.count.store(count.checked_add(1).expect("more than fits"), Relaxed);
// END REPLACE
// REPLACE locked-count
self.count.load(Relaxed)
// END REPLACE
