//! A worker that drops the last handle waits for its own end.
//!
//! expect: pool-dropped-by-a-worker = deadlock

// REPLACE pool-join
for worker in workers.drain(..) {
    worker.join().expect("a worker survives its jobs' panics");
}
// END REPLACE
