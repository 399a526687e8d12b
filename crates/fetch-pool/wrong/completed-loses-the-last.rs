//! Off by one: the last future is never returned.
//!
//! expect: completed-done-already = wrong result
//! expect: completed-first-done-first = wrong result
//! expect: completed-tells-how-many = wrong result
//! expect: completed-in-any-order = wrong result
//! expect: completed-each-once = wrong result
//! expect: completed-sleeps = wrong result

// REPLACE completed-next
if self.left <= 1 {
    return None;
}
self.left -= 1;
let number = self.done.recv().expect("every future sends its number once");
self.futures[number].take()
// END REPLACE
