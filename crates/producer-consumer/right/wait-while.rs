//! The standard library's own loop: `wait_while` looks at the condition before and after every wait.

// REPLACE queue-put
let full = |state: &mut State<T>| state.items.len() == self.capacity;
let mut state = self.not_full.wait_while(self.lock(), full).unwrap_or_else(PoisonError::into_inner);
state.items.push_back(item);
state.unfinished += 1;
self.not_empty.notify_one();
// END REPLACE
// REPLACE queue-get
let empty = |state: &mut State<T>| state.items.is_empty();
let mut state = self.not_empty.wait_while(self.lock(), empty).unwrap_or_else(PoisonError::into_inner);
self.not_full.notify_one();
state.items.pop_front().expect("it is not empty")
// END REPLACE
// REPLACE queue-join
let unfinished = |state: &mut State<T>| state.unfinished > 0;
drop(self.all_done.wait_while(self.lock(), unfinished));
// END REPLACE
