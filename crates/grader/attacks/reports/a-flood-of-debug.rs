//! Shows two megabytes as the state of a queue at each step, too much for a table, which once left no verdict.
//!
//! check: queue-hands-over
//! expect: race condition
//! stopped by: judge

// REPLACE queue-contents
struct State<T> {
    items: VecDeque<T>,
    unfinished: usize,
    shut_down: bool,
}

impl<T> std::fmt::Debug for State<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for _ in 0..20_000 {
            f.write_str(&"a flood ".repeat(13))?;
        }
        Ok(())
    }
}

impl<T: std::fmt::Debug + 'static> Queue<T> {
    /// The tables of an explorer then show what is in a queue of such items.
    pub fn show() {
        common::show::<State<T>>();
    }
}
// END REPLACE

// REPLACE queue-get
let mut state = self.lock();
if state.items.is_empty() && !state.shut_down {
    state = self.not_empty.wait(state).unwrap_or_else(PoisonError::into_inner);
}
if state.items.is_empty() && state.shut_down {
    return Err(ShutDown(()));
}
let item = state.items.pop_front().expect("there is an item now");
self.not_full.notify_one();
Ok(item)
// END REPLACE
