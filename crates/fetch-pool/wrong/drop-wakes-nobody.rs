//! Closes the list and waits for workers that sleep on, because nobody told them.
//!
//! expect: pool-drop-waits = lost wake-up

// REPLACE pool-drop
self.shared.lock().closed = true;
for worker in self.workers.drain(..) {
    if worker.thread().id() != thread::current().id() {
        worker.join().expect("a worker survives its jobs' panics");
    }
}
// END REPLACE
