//! Draws a ticket and waits until it is called, as at a counter: a lock that serves in the order of arrival.

// REPLACE locked-imports
use common::sync::atomic::{AtomicU64, Ordering::SeqCst};
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
let ticket = self.next_ticket.fetch_add(1, SeqCst);
while self.now_serving.load(SeqCst) != ticket {
    thread::yield_now();
}
let next = self.count.load(SeqCst).checked_add(1);
if let Some(next) = next {
    self.count.store(next, SeqCst);
}
self.now_serving.store(ticket + 1, SeqCst);
next.expect("the count has reached its end");
// END REPLACE
// REPLACE locked-count
self.count.load(SeqCst)
// END REPLACE
