//! One `task_done` too many does not panic, so a bug elsewhere stays hidden.
//!
//! expect: join-one-too-many = wrong result

// REPLACE queue-task-done
let mut state = self.lock();
state.unfinished = state.unfinished.saturating_sub(1);
if state.unfinished == 0 {
    self.all_done.notify_all();
}
// END REPLACE
