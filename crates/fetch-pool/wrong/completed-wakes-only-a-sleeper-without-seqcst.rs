//! Notifies only if the reader says that it sleeps, without `SeqCst`: each side writes, and then reads an old value of what the
//! other wrote. The reader falls asleep, and nothing wakes it.
//!
//! expect: completed-each-once = deadlock
//! advice: completed-each-once = It passes with `SeqCst` at lines 36, 37, 66 and 67.

// REPLACE completed-imports
use crate::Future;
use common::sync::atomic::{AtomicBool, AtomicUsize, Ordering::{AcqRel, Acquire, Release}};
use common::sync::{Arc, Condvar, Mutex};

#[derive(Default)]
struct Bell {
    rung: AtomicUsize,
    asleep: AtomicBool,
    bed: Mutex<()>,
    rings: Condvar,
}
// END REPLACE
// REPLACE completed-state
given: usize,
futures: Vec<Future<T>>,
bell: Arc<Bell>,
// END REPLACE
// REPLACE completed-start
let futures: Vec<_> = futures.into_iter().collect();
let bell = Arc::new(Bell::default());
for future in &futures {
    let bell = Arc::clone(&bell);
    future.when_done(move || {
        bell.rung.fetch_add(1, AcqRel);
        if bell.asleep.load(Acquire) {
            let _bed = bell.bed.lock().unwrap();
            bell.rings.notify_one();
        }
    });
}
AsCompleted { given: 0, futures, bell }
// END REPLACE
// REPLACE completed-next
if self.futures.is_empty() {
    return None;
}
let mut bed = self.bell.bed.lock().unwrap();
self.bell.asleep.store(true, Release);
while self.bell.rung.load(Acquire) == self.given {
    bed = self.bell.rings.wait(bed).unwrap();
}
drop(bed);
self.given += 1;
let done = self.futures.iter().position(Future::is_done)?;
Some(self.futures.remove(done))
// END REPLACE
// REPLACE completed-left
(self.futures.len(), Some(self.futures.len()))
// END REPLACE
