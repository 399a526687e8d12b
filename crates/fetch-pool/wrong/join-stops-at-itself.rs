//! A worker that drops the pool stops at its own handle, and does not wait for the workers behind it in the list.
//!
//! expect: pool-dropped-by-a-worker = race condition

// REPLACE pool-join
let me = thread::current().id();
for worker in workers.drain(..) {
    if worker.thread().id() == me {
        break;
    }
    worker.join().unwrap();
}
// END REPLACE
