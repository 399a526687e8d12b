//! Two atomic steps are not one: other threads can run between the load and the store.
//!
//! expect: atomic-loses-nothing = race condition
//! expect: atomic-counts-any-crowd = race condition

// REPLACE atomic-increment
let count = self.count.load(Relaxed);
self.count.store(count + 1, Relaxed);
// END REPLACE
