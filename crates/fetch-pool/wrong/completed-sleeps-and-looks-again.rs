//! Sleeps for a while between two checks: no explorer can run that, and a sleep is always too long or too short.
//!
//! expect: completed-first-done-first = forbidden
//! expect: completed-done-already = forbidden
//! expect: completed-tells-how-many = forbidden
//! expect: completed-dropped-early = forbidden
//! expect: completed-each-once = forbidden
//! expect: completed-sleeps = forbidden
//! expect: completed-in-any-order = forbidden

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
    std::thread::sleep(std::time::Duration::from_millis(10));
}
// END REPLACE
