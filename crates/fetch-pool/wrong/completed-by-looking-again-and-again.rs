//! Checks every future again and again: correct, but it keeps a processor busy until one is done.
//!
//! expect: completed-sleeps = livelock

// REPLACE completed-next
if self.left == 0 {
    return None;
}
self.left -= 1;
loop {
    let done = |future: &Option<Future<T>>| future.as_ref().is_some_and(Future::is_done);
    if let Some(number) = self.futures.iter().position(done) {
        return self.futures[number].take();
    }
    common::thread::yield_now();
}
// END REPLACE
