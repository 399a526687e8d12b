//! A future that is done adds its number to a log and then publishes the new length. The reader takes the lock only to sleep.
//!
//! advice: completed-each-once = It passes, and no ordering can be weaker.

// REPLACE completed-imports
use crate::Future;
use common::sync::atomic::{AtomicUsize, Ordering::{Acquire, Relaxed, Release}};
use common::sync::{Arc, Condvar, Mutex};

struct Log {
    writing: Mutex<()>,
    longer: Condvar,
    numbers: Vec<AtomicUsize>,
    length: AtomicUsize,
}
// END REPLACE
// REPLACE completed-state
left: usize,
futures: Vec<Option<Future<T>>>,
log: Arc<Log>,
// END REPLACE
// REPLACE completed-start
let futures: Vec<_> = futures.into_iter().map(Some).collect();
let numbers = futures.iter().map(|_| AtomicUsize::new(0)).collect();
let log =
    Arc::new(Log { writing: Mutex::new(()), longer: Condvar::new(), numbers, length: AtomicUsize::new(0) });
for (number, future) in futures.iter().flatten().enumerate() {
    let log = Arc::clone(&log);
    future.when_done(move || {
        let _writing = log.writing.lock().unwrap();
        let length = log.length.load(Relaxed);
        log.numbers[length].store(number, Relaxed);
        log.length.store(length + 1, Release);
        log.longer.notify_one();
    });
}
AsCompleted { left: futures.len(), futures, log }
// END REPLACE
// REPLACE completed-next
let given = self.futures.len() - self.left;
self.left = self.left.checked_sub(1)?;
if self.log.length.load(Acquire) == given {
    let mut writing = self.log.writing.lock().unwrap();
    while self.log.length.load(Relaxed) == given {
        writing = self.log.longer.wait(writing).unwrap();
    }
}
let number = self.log.numbers[given].load(Relaxed);
self.futures[number].take()
// END REPLACE
