//! A spin lock of `Relaxed` operations with a fence after taking the lock, but none before releasing it.
//!
//! expect: locked-loses-nothing = race condition
//! expect: locked-counts-any-crowd = race condition
//! advice: locked-loses-nothing = It passes with `Release` at line 64.

// REPLACE locked-imports
use common::sync::atomic::{AtomicBool, AtomicU64, Ordering::{Acquire, Relaxed}, fence};
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
while self.held.swap(true, Relaxed) {
    thread::yield_now();
}
fence(Acquire);
let next = self.count.load(Relaxed).checked_add(1);
if let Some(next) = next {
    self.count.store(next, Relaxed);
}
self.held.store(false, Relaxed);
next.expect("the count has reached its end");
// END REPLACE
// REPLACE locked-count
self.count.load(Relaxed)
// END REPLACE
