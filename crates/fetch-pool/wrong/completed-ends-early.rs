//! Stops at the first moment when none is done.
//!
//! expect: completed-each-once = race condition

// REPLACE completed-next
let number = self.done.try_recv().ok()?;
self.left -= 1;
self.futures[number].take()
// END REPLACE
