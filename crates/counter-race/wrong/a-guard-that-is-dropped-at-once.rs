//! `let _ = lock()` drops the guard at once; `let _guard = lock()` would keep it until the end of the function.
//!
//! expect: locked-loses-nothing = race condition
//! expect: locked-counts-any-crowd = race condition

// REPLACE locked-imports
use common::sync::atomic::{AtomicU64, Ordering::Relaxed};
use common::sync::{Mutex, PoisonError};
// END REPLACE
// REPLACE locked-state
lock: Mutex<()>,
count: AtomicU64,
// END REPLACE
// REPLACE locked-start
LockedCounter { lock: Mutex::new(()), count: AtomicU64::new(count) }
// END REPLACE
// REPLACE locked-increment
#[allow(let_underscore_lock)]
let _ = self.lock.lock();
let count = self.count.load(Relaxed);
self.count.store(count.checked_add(1).expect("more than fits"), Relaxed);
// END REPLACE
// REPLACE locked-count
let _guard = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
self.count.load(Relaxed)
// END REPLACE
