//! The first increment initialises the count. Later ones check a flag without the lock; only if it is not set do they take the
//! lock and check again.
//!
//! advice: locked-loses-nothing = It passes, and no ordering can be weaker.

// REPLACE locked-imports
use common::sync::atomic::{AtomicBool, AtomicU64, Ordering::{Acquire, Relaxed, Release}};
use common::sync::{Mutex, PoisonError};
// END REPLACE
// REPLACE locked-state
start: u64,
ready: AtomicBool,
setup: Mutex<()>,
count: AtomicU64,
// END REPLACE
// REPLACE locked-start
LockedCounter { start: count, ..LockedCounter::default() }
}

fn ready(&self) -> &AtomicU64 {
    if !self.ready.load(Acquire) {
        let _guard = self.setup.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.ready.load(Relaxed) {
            self.count.store(self.start, Relaxed);
            self.ready.store(true, Release);
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
