//! The items under one lock, the count of unfinished tasks under another: `task_done` keeps nobody from the queue.

// REPLACE queue-state
capacity: usize,
items: Mutex<VecDeque<T>>,
not_empty: Condvar,
not_full: Condvar,
unfinished: Mutex<usize>,
all_done: Condvar,
// END REPLACE
// REPLACE queue-contents
// END REPLACE
// REPLACE queue-new
Queue {
    capacity,
    items: Mutex::new(VecDeque::new()),
    not_empty: Condvar::new(),
    not_full: Condvar::new(),
    unfinished: Mutex::new(0),
    all_done: Condvar::new(),
}
// END REPLACE
// REPLACE queue-put
let mut items = self.lock();
while items.len() == self.capacity {
    items = self.not_full.wait(items).unwrap_or_else(PoisonError::into_inner);
}
// Before anybody can take the item, and so before anybody can be done with it.
*self.unfinished.lock().unwrap_or_else(PoisonError::into_inner) += 1;
items.push_back(item);
self.not_empty.notify_one();
// END REPLACE
// REPLACE queue-get
let mut items = self.lock();
while items.is_empty() {
    items = self.not_empty.wait(items).unwrap_or_else(PoisonError::into_inner);
}
self.not_full.notify_one();
items.pop_front().expect("it is not empty")
// END REPLACE
// REPLACE queue-task-done
let mut unfinished = self.unfinished.lock().unwrap_or_else(PoisonError::into_inner);
*unfinished = unfinished.checked_sub(1).expect("task_done() called more often than put()");
if *unfinished == 0 {
    self.all_done.notify_all();
}
// END REPLACE
// REPLACE queue-join
let mut unfinished = self.unfinished.lock().unwrap_or_else(PoisonError::into_inner);
while *unfinished > 0 {
    unfinished = self.all_done.wait(unfinished).unwrap_or_else(PoisonError::into_inner);
}
// END REPLACE
// REPLACE queue-len
self.lock().len()
// END REPLACE
// REPLACE queue-lock
fn lock(&self) -> MutexGuard<'_, VecDeque<T>> {
    self.items.lock().unwrap_or_else(PoisonError::into_inner)
}
// END REPLACE
