//! Empties the list when it closes it: jobs that had not begun never run.
//!
//! expect: pool-drop-waits = race condition
//! expect: pool-shutdown-waits-for-both = race condition
//! expect: pool-dropped-by-a-worker = race condition

// REPLACE pool-close
let mut jobs = self.shared.lock();
jobs.closed = true;
jobs.pending.clear();
drop(jobs);
self.shared.changed.notify_all();
// END REPLACE
