//! The first increment initialises the count, and a `compare_exchange` decides which is first. If it fails, the count may be
//! ready, so the failure is `Acquire`. If it succeeds, nothing was written before, so the success is `Relaxed`.
//!
//! advice: locked-loses-nothing = It passes, and no ordering can be weaker.

// REPLACE locked-imports
use common::sync::atomic::{AtomicU8, AtomicU64, Ordering::{Acquire, Relaxed, Release}};
use common::thread;
// END REPLACE
// REPLACE locked-state
start: u64,
stage: AtomicU8,
count: AtomicU64,
// END REPLACE
// REPLACE locked-start
LockedCounter { start: count, ..LockedCounter::default() }
}

fn ready(&self) -> &AtomicU64 {
    const NEW: u8 = 0;
    const BEING_SET_UP: u8 = 1;
    const READY: u8 = 2;
    match self.stage.compare_exchange(NEW, BEING_SET_UP, Relaxed, Acquire) {
        Ok(_) => {
            self.count.store(self.start, Relaxed);
            self.stage.store(READY, Release);
        }
        Err(READY) => {}
        Err(_) => {
            while self.stage.load(Acquire) != READY {
                thread::yield_now();
            }
        }
    }
    &self.count
// END REPLACE
// REPLACE locked-increment
let one_more = self.ready().fetch_update(Relaxed, Relaxed, |count| count.checked_add(1));
one_more.expect("the count has reached its end");
// END REPLACE
// REPLACE locked-count
self.ready().load(Relaxed)
// END REPLACE
