//! Ends the first time that no future is done.
//!
//! expect: completed-each-once = race condition
//! expect: completed-sleeps = wrong result

// REPLACE completed-next
let number = self.done.try_recv().ok()?;
self.left -= 1;
self.futures[number].take()
// END REPLACE
