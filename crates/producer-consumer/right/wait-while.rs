//! The standard library's own loop: `wait_while` checks the condition before and after every wait.

// REPLACE queue-put
let full = |state: &mut State<T>| state.items.len() == self.capacity && !state.shut_down;
let mut state = self.not_full.wait_while(self.lock(), full).unwrap_or_else(PoisonError::into_inner);
if state.shut_down {
    return Err(ShutDown(item));
}
state.items.push_back(item);
state.unfinished += 1;
self.not_empty.notify_one();
Ok(())
// END REPLACE
// REPLACE queue-get
let empty = |state: &mut State<T>| state.items.is_empty() && !state.shut_down;
let mut state = self.not_empty.wait_while(self.lock(), empty).unwrap_or_else(PoisonError::into_inner);
let item = state.items.pop_front().ok_or(ShutDown(()))?;
self.not_full.notify_one();
Ok(item)
// END REPLACE
// REPLACE queue-join
let unfinished = |state: &mut State<T>| state.unfinished > 0;
drop(self.all_done.wait_while(self.lock(), unfinished));
// END REPLACE
