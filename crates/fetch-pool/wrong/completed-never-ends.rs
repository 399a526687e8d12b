//! Does not count: after the last future it waits for one more.
//!
//! expect: completed-done-already = panicked
//! expect: completed-first-done-first = panicked
//! expect: completed-tells-how-many = panicked
//! expect: completed-in-any-order = panicked
//! expect: completed-each-once = panicked

// REPLACE completed-next
let number = self.done.recv().expect("every future sends its number once");
self.futures[number].take()
// END REPLACE
