//! Waits until the first future of the list is done, although others may be done long before.
//!
//! expect: completed-tells-how-many = deadlock
//! expect: completed-first-done-first = deadlock
//! expect: completed-in-any-order = deadlock

// REPLACE completed-next
let number = self.futures.len() - self.left;
self.futures.get(number)?;
let mut done = self.futures[number].as_ref().is_some_and(Future::is_done);
while !done {
    let _ = self.done.recv();
    done = self.futures[number].as_ref().is_some_and(Future::is_done);
}
self.left -= 1;
self.futures[number].take()
// END REPLACE
