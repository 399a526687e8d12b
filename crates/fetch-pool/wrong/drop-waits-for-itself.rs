//! A worker that drops the last handle waits for its own end.
//!
//! expect: pool-dropped-by-a-worker = deadlock

// REPLACE pool-drop
self.shared.lock().closed = true;
self.shared.changed.notify_all();
for worker in self.workers.drain(..) {
    worker.join().expect("a worker survives its jobs' panics");
}
// END REPLACE
