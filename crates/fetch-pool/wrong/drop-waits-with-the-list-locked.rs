//! Waits for the workers and keeps the lock that they need to leave.
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
