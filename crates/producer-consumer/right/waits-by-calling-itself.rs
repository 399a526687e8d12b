//! Recursion instead of a loop: a thread that was woken calls the same method again.

// REPLACE queue-put
let mut state = self.lock();
if state.shut_down {
    Err(ShutDown(item))
} else if state.items.len() < self.capacity {
    state.items.push_back(item);
    state.unfinished += 1;
    self.not_empty.notify_one();
    Ok(())
} else {
    drop(self.not_full.wait(state));
    self.put(item)
}
// END REPLACE
// REPLACE queue-get
let mut state = self.lock();
match state.items.pop_front() {
    Some(item) => {
        self.not_full.notify_one();
        Ok(item)
    }
    None if state.shut_down => Err(ShutDown(())),
    None => {
        drop(self.not_empty.wait(state));
        self.get()
    }
}
// END REPLACE
// REPLACE queue-task-done
let mut state = self.lock();
state.unfinished -= 1; // underflow panics
if state.unfinished == 0 {
    self.all_done.notify_all();
}
// END REPLACE
// REPLACE queue-join
let state = self.lock();
if state.unfinished > 0 {
    drop(self.all_done.wait(state));
    self.join();
}
// END REPLACE
