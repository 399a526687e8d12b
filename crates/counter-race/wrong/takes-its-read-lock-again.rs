//! Takes a read lock while it holds one, in a function that it calls: a writer that waits in between blocks the second read,
//! and the first read blocks the writer.
//!
//! expect: locked-loses-nothing = deadlock

// REPLACE locked-imports
use common::sync::{PoisonError, RwLock};
// END REPLACE
// REPLACE locked-state
count: RwLock<u64>,
// END REPLACE
// REPLACE locked-start
LockedCounter { count: RwLock::new(count) }
}

fn is_full(&self) -> bool {
    self.count() == u64::MAX
// END REPLACE
// REPLACE locked-increment
let count = self.count.read().unwrap_or_else(PoisonError::into_inner);
assert!(!self.is_full(), "{} increments are the most there can be", *count);
drop(count);
*self.count.write().unwrap_or_else(PoisonError::into_inner) += 1;
// END REPLACE
// REPLACE locked-count
*self.count.read().unwrap_or_else(PoisonError::into_inner)
// END REPLACE
