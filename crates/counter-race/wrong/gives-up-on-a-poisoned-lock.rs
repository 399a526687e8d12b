//! Unwraps the lock: after one panic in a critical section, every later thread panics as well.
//!
//! expect: locked-goes-on-after-a-panic = panicked

// REPLACE locked-increment
*self.count.lock().unwrap() += 1;
// END REPLACE
// REPLACE locked-count
*self.count.lock().unwrap()
// END REPLACE
