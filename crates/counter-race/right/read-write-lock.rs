//! A read-write lock: a thread that only reads the count does not block other readers.

// REPLACE locked-imports
use common::sync::PoisonError;
use common::sync::RwLock;
// END REPLACE
// REPLACE locked-state
count: RwLock<u64>,
// END REPLACE
// REPLACE locked-start
LockedCounter { count: RwLock::new(count) }
// END REPLACE
// REPLACE locked-increment
*self.count.write().unwrap_or_else(PoisonError::into_inner) += 1;
// END REPLACE
// REPLACE locked-count
*self.count.read().unwrap_or_else(PoisonError::into_inner)
// END REPLACE
