//! The standard library's channel holds the items and lets the consumers sleep; only the limit is added.

// REPLACE queue-timed
// END REPLACE
// REPLACE queue-imports
use common::sync::mpsc::{Receiver, Sender, channel};
use common::sync::{Condvar, Mutex, MutexGuard, PoisonError};
// END REPLACE
// REPLACE queue-state
capacity: usize,
state: Mutex<State<T>>,
/// A channel has one receiver, so the consumers share it under a lock.
receiver: Mutex<Receiver<T>>,
not_full: Condvar,
all_done: Condvar,
// END REPLACE
// REPLACE queue-contents
struct State<T> {
    /// `None` once the queue is shut down: the receiver then gets the remaining items, and after them an error.
    sender: Option<Sender<T>>,
    waiting: usize,
    unfinished: usize,
}
// END REPLACE
// REPLACE queue-new
let (sender, receiver) = channel();
Queue {
    capacity,
    state: Mutex::new(State { sender: Some(sender), waiting: 0, unfinished: 0 }),
    receiver: Mutex::new(receiver),
    not_full: Condvar::new(),
    all_done: Condvar::new(),
}
// END REPLACE
// REPLACE queue-put
let mut state = self.lock();
while state.waiting == self.capacity && state.sender.is_some() {
    state = self.not_full.wait(state).unwrap_or_else(PoisonError::into_inner);
}
let Some(sender) = &state.sender else { return Err(ShutDown(item)) };
sender.send(item).expect("the receiver is in the queue");
state.waiting += 1;
state.unfinished += 1;
Ok(())
// END REPLACE
// REPLACE queue-get
let receiver = self.receiver.lock().unwrap_or_else(PoisonError::into_inner);
let item = receiver.recv().map_err(|_| ShutDown(()))?;
drop(receiver);
self.lock().waiting -= 1;
self.not_full.notify_one();
Ok(item)
// END REPLACE
// REPLACE queue-shutdown
self.lock().sender = None;
self.not_full.notify_all();
if how == Shutdown::Immediate {
    let left = self.receiver.lock().unwrap_or_else(PoisonError::into_inner).try_iter().count();
    let mut state = self.lock();
    state.waiting -= left;
    state.unfinished = state.unfinished.saturating_sub(left);
    self.all_done.notify_all();
}
// END REPLACE
// REPLACE queue-len
self.lock().waiting
// END REPLACE
// REPLACE queue-is-shut-down
self.lock().sender.is_none()
// END REPLACE
