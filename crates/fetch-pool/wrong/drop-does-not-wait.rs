//! Closes the list and returns: some jobs are still running, or have not begun.
//!
//! expect: pool-drop-waits = race condition
//! expect: pool-shutdown-waits-for-both = race condition
//! expect: pool-dropped-by-a-worker = race condition

// REPLACE pool-join
// END REPLACE
