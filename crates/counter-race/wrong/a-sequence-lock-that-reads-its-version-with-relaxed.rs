//! A sequence lock that reads its version with `Relaxed`: the version is new, but the count read after it can be old.
//!
//! expect: locked-loses-nothing = race condition
//! expect: locked-counts-any-crowd = race condition
//! advice: locked-loses-nothing = It passes with `Acquire` at line 57.

// REPLACE locked-imports
use common::sync::atomic::{AtomicU64, Ordering::{Relaxed, Release}};
use common::thread;
// END REPLACE
// REPLACE locked-state
version: AtomicU64,
count: AtomicU64,
// END REPLACE
// REPLACE locked-start
LockedCounter { count: AtomicU64::new(count), ..LockedCounter::default() }
// END REPLACE
// REPLACE locked-increment
loop {
    let version = self.version.load(Relaxed);
    if version % 2 == 0 {
        let next = self.count.load(Relaxed).checked_add(1);
        if self.version.compare_exchange(version, version + 1, Relaxed, Relaxed).is_ok() {
            if let Some(next) = next {
                self.count.store(next, Relaxed);
            }
            self.version.store(version + 2, Release);
            next.expect("the count has reached its end");
            return;
        }
    }
    thread::yield_now();
}
// END REPLACE
// REPLACE locked-count
self.count.load(Relaxed)
// END REPLACE
