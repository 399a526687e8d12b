//! Gives the futures in the order in which they were submitted, and lets each be waited for.
//!
//! expect: completed-first-done-first = wrong result

// REPLACE completed-next
let number = self.futures.len() - self.left;
let future = self.futures.get_mut(number)?.take();
self.left -= 1;
future
// END REPLACE
