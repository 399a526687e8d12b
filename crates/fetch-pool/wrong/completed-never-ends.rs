//! Does not count: after the last future it waits for one more.
//!
//! expect: completed-first-done-first = panicked

// REPLACE completed-next
let number = self.done.recv().expect("every future sends its number once");
self.futures[number].take()
// END REPLACE
