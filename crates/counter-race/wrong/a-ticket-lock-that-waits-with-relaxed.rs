//! A ticket lock that waits for its turn with `Relaxed` loads: it is this thread's turn, but the previous holder's write need
//! not be visible yet.
//!
//! expect: locked-loses-nothing = race condition
//! expect: locked-counts-any-crowd = race condition
//! advice: locked-loses-nothing = It passes with `Acquire` at line 58.

// REPLACE locked-imports
use common::sync::atomic::{AtomicU64, Ordering::{Relaxed, Release}};
use common::thread;
// END REPLACE
// REPLACE locked-state
next_ticket: AtomicU64,
now_serving: AtomicU64,
count: AtomicU64,
// END REPLACE
// REPLACE locked-start
LockedCounter { count: AtomicU64::new(count), ..LockedCounter::default() }
// END REPLACE
// REPLACE locked-increment
let ticket = self.next_ticket.fetch_add(1, Relaxed);
while self.now_serving.load(Relaxed) != ticket {
    thread::yield_now();
}
let next = self.count.load(Relaxed).checked_add(1);
if let Some(next) = next {
    self.count.store(next, Relaxed);
}
self.now_serving.store(ticket + 1, Release);
next.expect("the count has reached its end");
// END REPLACE
// REPLACE locked-count
self.count.load(Relaxed)
// END REPLACE
