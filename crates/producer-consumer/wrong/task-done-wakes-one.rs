//! Two threads wait in `join`, and only one of them is woken.
//!
//! expect: join-wakes-everybody = lost wake-up

// REPLACE queue-task-done
let mut state = self.lock();
assert!(state.unfinished > 0, "task_done() called more often than put()");
state.unfinished -= 1;
if state.unfinished == 0 {
    self.all_done.notify_one();
}
// END REPLACE
