//! Takes the handles out of the list and releases its lock before it joins them: a second thread finds no handle to join, and
//! returns while jobs are running.
//!
//! expect: pool-shutdown-waits-for-both = race condition

// REPLACE pool-join
let handles = std::mem::take(&mut *workers);
drop(workers);
for worker in handles {
    if worker.thread().id() != thread::current().id() {
        worker.join().expect("a worker survives its jobs' panics");
    }
}
// END REPLACE
