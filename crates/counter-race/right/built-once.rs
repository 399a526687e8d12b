//! The number is in a box that the first thread to need it creates.

// REPLACE locked-imports
use common::sync::{Mutex, OnceLock, PoisonError};
// END REPLACE
// REPLACE locked-state
count: OnceLock<Box<Mutex<u64>>>,
// END REPLACE
// REPLACE locked-start
let counter = LockedCounter::default();
*counter.boxed().lock().unwrap() = count;
counter
}

fn boxed(&self) -> &Mutex<u64> {
    self.count.get_or_init(Box::default)
// END REPLACE
// REPLACE locked-increment
*self.boxed().lock().unwrap_or_else(PoisonError::into_inner) += 1;
// END REPLACE
// REPLACE locked-count
*self.boxed().lock().unwrap_or_else(PoisonError::into_inner)
// END REPLACE
