//! Shuts the queue down and wakes only the consumers: a producer that waits for room sleeps on.
//!
//! expect: queue-shutdown-wakes-everybody = deadlock
//! expect: join-waits-after-a-shutdown = deadlock

// REPLACE queue-shutdown
let mut state = self.lock();
state.shut_down = true;
let left = match how {
    Shutdown::Draining => VecDeque::new(),
    Shutdown::Immediate => std::mem::take(&mut state.items),
};
state.unfinished = state.unfinished.saturating_sub(left.len());
self.not_empty.notify_all();
self.all_done.notify_all();
// END REPLACE
