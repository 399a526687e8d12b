//! Counts in two numbers, of which each increment changes one, so there is less contention. The count is their sum.

// REPLACE atomic-imports
use common::sync::atomic::{AtomicU64, Ordering::SeqCst};
// END REPLACE
// REPLACE atomic-state
tickets: AtomicU64,
halves: [AtomicU64; 2],
// END REPLACE
// REPLACE atomic-increment
let ticket = self.tickets.fetch_add(1, SeqCst);
self.halves[usize::from(ticket % 2 == 1)].fetch_add(1, SeqCst);
// END REPLACE
// REPLACE atomic-count
self.halves.iter().map(|half| half.load(SeqCst)).sum()
// END REPLACE
