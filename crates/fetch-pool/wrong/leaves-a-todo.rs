//! Has written the workers, and neither the end of the pool nor `as_completed`.
//!
//! expect: completed-first-done-first = not written yet

// REPLACE pool-drop
todo!("{}", "close the list, wake all workers, and wait for each; but a worker not for itself")
// END REPLACE
// REPLACE completed-next
todo!("{}", "one future that is done and was not given before; `None` after the last")
// END REPLACE
