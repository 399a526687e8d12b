//! Waits for the workers while it holds the lock that they need in order to end.
//!
//! expect: pool-drop-waits = deadlock
//! expect: pool-shutdown-waits-for-both = deadlock
//! expect: pool-dropped-by-a-worker = deadlock

// REPLACE pool-join
let _jobs = self.shared.lock();
for worker in workers.drain(..) {
    if worker.thread().id() != thread::current().id() {
        worker.join().expect("a worker survives its jobs' panics");
    }
}
// END REPLACE
