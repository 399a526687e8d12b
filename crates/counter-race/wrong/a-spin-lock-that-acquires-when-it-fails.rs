//! A spin lock with `Acquire` on the wrong side of its `compare_exchange`: on failure, after which it only retries, and not
//! on success, which takes the lock.
//!
//! expect: locked-loses-nothing = race condition
//! expect: locked-counts-any-crowd = race condition
//! advice: locked-loses-nothing = It passes with `Acquire` for the update at line 56.

// REPLACE locked-imports
use common::sync::atomic::{AtomicBool, AtomicU64, Ordering::{Acquire, Relaxed, Release}};
use common::thread;
// END REPLACE
// REPLACE locked-state
held: AtomicBool,
count: AtomicU64,
// END REPLACE
// REPLACE locked-start
LockedCounter { count: AtomicU64::new(count), ..LockedCounter::default() }
// END REPLACE
// REPLACE locked-increment
while self.held.compare_exchange(false, true, Relaxed, Acquire).is_err() {
    thread::yield_now();
}
let next = self.count.load(Relaxed).checked_add(1);
if let Some(next) = next {
    self.count.store(next, Relaxed);
}
self.held.store(false, Release);
next.expect("the count has reached its end");
// END REPLACE
// REPLACE locked-count
self.count.load(Relaxed)
// END REPLACE
