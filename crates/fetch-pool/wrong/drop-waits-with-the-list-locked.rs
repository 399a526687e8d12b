//! Waits for the workers and keeps the lock that they need to leave.
//!
//! expect: pool-drop-waits = deadlock

// REPLACE pool-drop
let shared = Arc::clone(&self.shared);
let mut jobs = shared.lock();
jobs.closed = true;
shared.changed.notify_all();
for worker in self.workers.drain(..) {
    if worker.thread().id() != thread::current().id() {
        worker.join().expect("a worker survives its jobs' panics");
    }
}
// END REPLACE
