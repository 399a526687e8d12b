//! Returns the futures in the order of submission, so the caller has to wait for each.
//!
//! expect: completed-first-done-first = wrong result
//! expect: completed-in-any-order = wrong result
//! expect: completed-each-once = race condition
//! expect: completed-sleeps = wrong result

// REPLACE completed-next
let number = self.futures.len() - self.left;
let future = self.futures.get_mut(number)?.take();
self.left -= 1;
future
// END REPLACE
