//! The count of unfinished items is an atomic beside the lock: `task_done` decrements it with `Release`, and `join` reads it with
//! `Acquire`.
//!
//! advice: join-waits = It passes, and no ordering can be weaker.

// REPLACE queue-timed
// END REPLACE
// REPLACE queue-imports
use common::sync::atomic::{AtomicUsize, Ordering::{Acquire, Relaxed, Release}};
use common::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::collections::VecDeque;
// END REPLACE
// REPLACE queue-state
capacity: usize,
unfinished: AtomicUsize,
state: Mutex<State<T>>,
not_empty: Condvar,
not_full: Condvar,
/// Waited on by `join` with a lock of its own.
all_done: Condvar,
joining: Mutex<()>,
// END REPLACE
// REPLACE queue-contents
#[derive(Debug)]
struct State<T> {
    items: VecDeque<T>,
    shut_down: bool,
}
// END REPLACE
// REPLACE queue-new
Queue {
    capacity,
    unfinished: AtomicUsize::new(0),
    state: Mutex::new(State { items: VecDeque::new(), shut_down: false }),
    not_empty: Condvar::new(),
    not_full: Condvar::new(),
    all_done: Condvar::new(),
    joining: Mutex::new(()),
}
// END REPLACE
// REPLACE queue-put
let mut state = self.lock();
while state.items.len() == self.capacity && !state.shut_down {
    state = self.not_full.wait(state).unwrap_or_else(PoisonError::into_inner);
}
if state.shut_down {
    return Err(ShutDown(item));
}
state.items.push_back(item);
self.unfinished.fetch_add(1, Relaxed);
self.not_empty.notify_one();
Ok(())
// END REPLACE
// REPLACE queue-task-done
let before = self.unfinished.fetch_update(Release, Relaxed, |unfinished| unfinished.checked_sub(1));
if before.expect("task_done() called more often than put()") == 1 {
    self.wake_joiners();
}
}

fn wake_joiners(&self) {
    drop(self.joining.lock().unwrap()); // a thread that looked before this is asleep by now
    self.all_done.notify_all();
// END REPLACE
// REPLACE queue-join
let mut joining = self.joining.lock().unwrap();
while self.unfinished.load(Acquire) > 0 {
    joining = self.all_done.wait(joining).unwrap();
}
// END REPLACE
// REPLACE queue-shutdown
let mut state = self.lock();
state.shut_down = true;
let left = match how {
    Shutdown::Draining => VecDeque::new(),
    Shutdown::Immediate => std::mem::take(&mut state.items),
};
self.not_empty.notify_all();
self.not_full.notify_all();
drop(state);
let _ = self.unfinished.fetch_update(Relaxed, Relaxed, |unfinished| Some(unfinished.saturating_sub(left.len())));
self.wake_joiners();
// END REPLACE
