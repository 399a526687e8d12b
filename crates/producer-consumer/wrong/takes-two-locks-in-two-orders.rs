//! Two locks, taken in two orders: `put` takes the lock of the count while it holds that of the items, and the last `task_done`
//! takes them the other way round.
//!
//! expect: join-counts-each-put = deadlock
//! expect: join-waits-for-any-crowd = deadlock

// REPLACE queue-timed
// END REPLACE
// REPLACE queue-state
capacity: usize,
state: Mutex<State<T>>,
not_empty: Condvar,
not_full: Condvar,
unfinished: Mutex<usize>,
all_done: Condvar,
// END REPLACE
// REPLACE queue-contents
struct State<T> {
    items: VecDeque<T>,
    shut_down: bool,
}
// END REPLACE
// REPLACE queue-new
Queue {
    capacity,
    state: Mutex::new(State { items: VecDeque::new(), shut_down: false }),
    not_empty: Condvar::new(),
    not_full: Condvar::new(),
    unfinished: Mutex::new(0),
    all_done: Condvar::new(),
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
// Before another thread can take the item, and so before one can mark it as done.
*self.unfinished.lock().unwrap_or_else(PoisonError::into_inner) += 1;
state.items.push_back(item);
self.not_empty.notify_one();
Ok(())
// END REPLACE
// REPLACE queue-get
let mut state = self.lock();
while state.items.is_empty() && !state.shut_down {
    state = self.not_empty.wait(state).unwrap_or_else(PoisonError::into_inner);
}
self.not_full.notify_one();
state.items.pop_front().ok_or(ShutDown(()))
// END REPLACE
// REPLACE queue-task-done
let mut unfinished = self.unfinished.lock().unwrap_or_else(PoisonError::into_inner);
*unfinished = unfinished.checked_sub(1).expect("task_done() called more often than put()");
// All items are done, and the queue is empty.
if *unfinished == 0 && self.lock().items.is_empty() {
    self.all_done.notify_all();
}
// END REPLACE
// REPLACE queue-join
let mut unfinished = self.unfinished.lock().unwrap_or_else(PoisonError::into_inner);
while *unfinished > 0 {
    unfinished = self.all_done.wait(unfinished).unwrap_or_else(PoisonError::into_inner);
}
// END REPLACE
// REPLACE queue-shutdown
let mut state = self.lock();
state.shut_down = true;
self.not_empty.notify_all();
self.not_full.notify_all();
if how == Shutdown::Immediate {
    let left = std::mem::take(&mut state.items);
    let mut unfinished = self.unfinished.lock().unwrap_or_else(PoisonError::into_inner);
    *unfinished = unfinished.saturating_sub(left.len());
    self.all_done.notify_all();
}
// END REPLACE
