//! Closes the list and wakes one worker, where each has to leave.
//!
//! expect: pool-drop-waits = lost wake-up

// REPLACE pool-drop
self.shared.lock().closed = true;
self.shared.changed.notify_one();
for worker in self.workers.drain(..) {
    if worker.thread().id() != thread::current().id() {
        worker.join().expect("a worker survives its jobs' panics");
    }
}
// END REPLACE
