//! Returns at once.
//!
//! expect: join-sleeps = wrong result
//! expect: join-waits = race condition
//! expect: join-waits-for-any-crowd = race condition
//! expect: join-waits-after-a-shutdown = race condition
//! expect: join-counts-each-put = race condition

// REPLACE queue-join
let _unfinished = self.lock().unfinished;
// END REPLACE
