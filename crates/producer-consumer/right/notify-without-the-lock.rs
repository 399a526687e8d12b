//! Releases the lock before it notifies, so that the woken thread need not wait for it.

// REPLACE queue-put
let mut state = self.lock();
while state.items.len() >= self.capacity && !state.shut_down {
    state = self.not_full.wait(state).unwrap_or_else(PoisonError::into_inner);
}
if state.shut_down {
    return Err(ShutDown(item));
}
state.items.push_back(item);
state.unfinished += 1;
drop(state);
self.not_empty.notify_one();
Ok(())
// END REPLACE
// REPLACE queue-get
let mut state = self.lock();
while state.items.is_empty() && !state.shut_down {
    state = self.not_empty.wait(state).unwrap_or_else(PoisonError::into_inner);
}
let item = state.items.pop_front().ok_or(ShutDown(()))?;
drop(state);
self.not_full.notify_one();
Ok(item)
// END REPLACE
// REPLACE queue-task-done
let mut state = self.lock();
assert!(state.unfinished > 0, "task_done() called more often than put()");
state.unfinished -= 1;
drop(state);
self.all_done.notify_all();
// END REPLACE
