//! The last `task_done` does not notify the threads that wait in `join`.
//!
//! expect: join-waits = deadlock
//! expect: join-counts-each-put = deadlock
//! expect: join-wakes-everybody = deadlock
//! expect: join-waits-for-any-crowd = deadlock
//! expect: join-waits-after-a-shutdown = lost wake-up

// REPLACE queue-task-done
let mut state = self.lock();
assert!(state.unfinished > 0, "task_done() called more often than put()");
state.unfinished -= 1;
// END REPLACE
