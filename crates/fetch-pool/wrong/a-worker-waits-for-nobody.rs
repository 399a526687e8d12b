//! A worker that drops the pool waits for no worker at all, instead of for all others.
//!
//! expect: pool-dropped-by-a-worker = race condition

// REPLACE pool-join
if self.crew.is_member() {
    return;
}
for worker in workers.drain(..) {
    let _ = worker.join();
}
// END REPLACE
