//! Double-checked initialisation whose first check is `Relaxed`: a thread that sees the flag need not see the count that was
//! initialised before it, and the initialisation can overwrite an increment.
//!
//! expect: locked-loses-nothing = race condition
//! expect: locked-counts-any-crowd = race condition
//! advice: locked-loses-nothing = It passes with `Acquire` at line 50.

// REPLACE locked-imports
use common::sync::atomic::{AtomicBool, AtomicU64, Ordering::{Relaxed, Release}};
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
    if !self.ready.load(Relaxed) {
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
