//! Gives the futures in the order in which they were submitted, and lets each be waited for.
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
