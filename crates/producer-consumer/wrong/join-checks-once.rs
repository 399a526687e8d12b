//! `if` for `while` in `join`: a thread may wake up without a notification.
//!
//! expect: join-waits = race condition
//! expect: join-waits-for-any-crowd = race condition
//! expect: join-waits-after-a-shutdown = race condition
//! expect: join-counts-each-put = race condition

// REPLACE queue-join
let state = self.lock();
if state.unfinished > 0 {
    drop(self.all_done.wait(state).unwrap_or_else(PoisonError::into_inner));
}
// END REPLACE
