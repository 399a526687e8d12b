//! Shuts the queue down and wakes one of two consumers, as if an item had been put.
//!
//! expect: queue-shutdown-wakes-everybody = lost wake-up

// REPLACE queue-shutdown
let mut state = self.lock();
state.shut_down = true;
let left = match how {
    Shutdown::Draining => VecDeque::new(),
    Shutdown::Immediate => std::mem::take(&mut state.items),
};
state.unfinished = state.unfinished.saturating_sub(left.len());
self.not_empty.notify_one();
self.not_full.notify_one();
self.all_done.notify_all();
// END REPLACE
