//! Reads the count without a lock, under a version that is even while no thread writes. A thread that makes this version odd
//! has read the latest count, and writes the next one.
//!
//! advice: locked-loses-nothing = It passes, and no ordering can be weaker.

// REPLACE locked-imports
use common::sync::atomic::{AtomicU64, Ordering::{Acquire, Relaxed, Release}};
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
    let version = self.version.load(Acquire);
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
