//! The standard library's bounded channel does the work: its senders wait while it is full.

// REPLACE queue-imports
use common::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use common::sync::mpsc::{Receiver, SyncSender, sync_channel};
use common::sync::{Condvar, Mutex, MutexGuard, PoisonError};
// END REPLACE
// REPLACE queue-state
capacity: usize,
sender: SyncSender<T>,
/// A channel has one receiver: the consumers take turns at it.
receiver: Mutex<Receiver<T>>,
waiting: AtomicUsize,
unfinished: Mutex<usize>,
all_done: Condvar,
// END REPLACE
// REPLACE queue-contents
// END REPLACE
// REPLACE queue-new
let (sender, receiver) = sync_channel(capacity);
Queue {
    capacity,
    sender,
    receiver: Mutex::new(receiver),
    waiting: AtomicUsize::new(0),
    unfinished: Mutex::new(0),
    all_done: Condvar::new(),
}
// END REPLACE
// REPLACE queue-put
*self.lock() += 1;
self.waiting.fetch_add(1, SeqCst);
self.sender.send(item).expect("the receiver is beside the sender");
// END REPLACE
// REPLACE queue-get
let receiver = self.receiver.lock().unwrap_or_else(PoisonError::into_inner);
let item = receiver.recv().expect("the sender is beside the receiver");
self.waiting.fetch_sub(1, SeqCst);
item
// END REPLACE
// REPLACE queue-task-done
let mut unfinished = self.lock();
*unfinished = unfinished.checked_sub(1).expect("task_done() called more often than put()");
if *unfinished == 0 {
    self.all_done.notify_all();
}
// END REPLACE
// REPLACE queue-join
let mut unfinished = self.lock();
while *unfinished > 0 {
    unfinished = self.all_done.wait(unfinished).unwrap_or_else(PoisonError::into_inner);
}
// END REPLACE
// REPLACE queue-len
self.waiting.load(SeqCst).min(self.capacity) // the others wait in `put`
// END REPLACE
// REPLACE queue-lock
fn lock(&self) -> MutexGuard<'_, usize> {
    self.unfinished.lock().unwrap_or_else(PoisonError::into_inner)
}
// END REPLACE
