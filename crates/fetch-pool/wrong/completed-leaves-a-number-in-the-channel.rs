//! Returns a future that is done without receiving its number: the next call receives the old number, and has nothing to return.
//!
//! expect: completed-each-once = race condition

// REPLACE completed-next
self.left = self.left.checked_sub(1)?;
let is_done = |future: &Option<Future<T>>| future.as_ref().is_some_and(Future::is_done);
if let Some(number) = self.futures.iter().position(is_done) {
    return self.futures[number].take();
}
let number = self.done.recv().ok()?;
self.futures[number].take()
// END REPLACE
