//! One `task_done` too many passes in silence: a mistake elsewhere stays hidden.
//!
//! expect: join-one-too-many = wrong result

// REPLACE queue-task-done
let mut state = self.lock();
state.unfinished = state.unfinished.saturating_sub(1);
if state.unfinished == 0 {
    self.all_done.notify_all();
}
// END REPLACE
