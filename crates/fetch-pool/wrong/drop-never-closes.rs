//! Wakes the workers without closing the list: they find nothing, and sleep again.
//!
//! expect: pool-drop-waits = deadlock

// REPLACE pool-drop
self.shared.changed.notify_all();
for worker in self.workers.drain(..) {
    if worker.thread().id() != thread::current().id() {
        worker.join().expect("a worker survives its jobs' panics");
    }
}
// END REPLACE
