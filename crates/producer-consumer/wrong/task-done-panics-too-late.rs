//! Decrements first and panics then: after that the count is wrong, and the next call too many does not panic.
//!
//! expect: join-one-too-many = wrong result

// REPLACE queue-task-done
let mut state = self.lock();
let before = state.unfinished;
state.unfinished = before.wrapping_sub(1);
assert!(before > 0, "task_done() called too many times");
if state.unfinished == 0 {
    self.all_done.notify_all();
}
// END REPLACE
