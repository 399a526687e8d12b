//! The queue is written; `join` is not.
//!
//! expect: join-after-the-last-task = not written yet
//! expect: join-without-tasks = not written yet
//! expect: join-waits = not written yet
//! expect: join-sleeps = not written yet
//! expect: join-wakes-everybody = not written yet
//! expect: join-waits-for-any-crowd = not written yet
//! expect: join-waits-after-a-shutdown = not written yet
//! expect: join-counts-each-put = not written yet

// REPLACE queue-join
todo!("{}", "wait while items are unfinished")
// END REPLACE
