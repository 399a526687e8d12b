//! The workers are written; the end of the pool and `as_completed` are not.
//!
//! expect: completed-first-done-first = not written yet
//! expect: completed-done-already = not written yet
//! expect: completed-tells-how-many = not written yet
//! expect: completed-in-any-order = not written yet
//! expect: completed-each-once = not written yet
//! expect: completed-sleeps = not written yet
//! expect: pool-drop-waits = not written yet
//! expect: pool-dropped-by-a-worker = not written yet
//! expect: pool-shutdown-waits-for-both = not written yet

// REPLACE pool-join
todo!("{}", "wait for each of the workers; but a worker not for itself")
// END REPLACE
// REPLACE completed-next
todo!("{}", "one future that is done and was not given before; `None` after the last")
// END REPLACE
