//! No channel: a list of numbers under a lock, and a condition variable.

// REPLACE completed-imports
use crate::Future;
use common::sync::{Arc, Condvar, Mutex};
use std::collections::VecDeque;
// END REPLACE
// REPLACE completed-state
left: usize,
futures: Vec<Option<Future<T>>>,
done: Arc<(Mutex<VecDeque<usize>>, Condvar)>,
// END REPLACE
// REPLACE completed-start
let futures: Vec<_> = futures.into_iter().map(Some).collect();
let done = Arc::new((Mutex::new(VecDeque::new()), Condvar::new()));
for (number, future) in futures.iter().flatten().enumerate() {
    let done = Arc::clone(&done);
    future.when_done(move || {
        done.0.lock().unwrap().push_back(number);
        done.1.notify_one();
    });
}
AsCompleted { left: futures.len(), futures, done }
// END REPLACE
// REPLACE completed-next
self.left = self.left.checked_sub(1)?;
let (numbers, one_more) = &*self.done;
let mut numbers = numbers.lock().unwrap();
loop {
    if let Some(number) = numbers.pop_front() {
        return self.futures[number].take();
    }
    numbers = one_more.wait(numbers).unwrap();
}
// END REPLACE
