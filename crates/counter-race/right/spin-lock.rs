//! A spin lock: taken with `Acquire`, released with `Release`, so each holder sees what the holders before it wrote.
//!
//! advice: locked-loses-nothing = It passes, and no ordering can be weaker.

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
while self.held.swap(true, Acquire) {
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
