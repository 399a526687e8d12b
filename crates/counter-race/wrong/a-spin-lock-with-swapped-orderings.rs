//! A spin lock that is taken with `Release` and released with `Acquire`: the two orderings are swapped.
//!
//! expect: locked-loses-nothing = race condition
//! expect: locked-counts-any-crowd = race condition
//! advice: locked-loses-nothing = It passes with `Acquire` at line 56 and `Release` at line 63.

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
while self.held.swap(true, Release) {
    thread::yield_now();
}
let next = self.count.load(Relaxed).checked_add(1);
if let Some(next) = next {
    self.count.store(next, Relaxed);
}
self.held.swap(false, Acquire);
next.expect("the count has reached its end");
// END REPLACE
// REPLACE locked-count
self.count.load(Relaxed)
// END REPLACE
