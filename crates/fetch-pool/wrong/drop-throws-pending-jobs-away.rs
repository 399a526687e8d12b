//! Empties the list when it closes it: the jobs that had not begun never run.
//!
//! expect: pool-drop-waits = race condition

// REPLACE pool-drop
let mut jobs = self.shared.lock();
jobs.closed = true;
jobs.pending.clear();
drop(jobs);
self.shared.changed.notify_all();
for worker in self.workers.drain(..) {
    if worker.thread().id() != thread::current().id() {
        worker.join().expect("a worker survives its jobs' panics");
    }
}
// END REPLACE
