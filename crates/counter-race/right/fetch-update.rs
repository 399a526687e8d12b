//! The same loop, written by the standard library.

// REPLACE atomic-increment
let _ = self.count.fetch_update(Relaxed, Relaxed, |count| Some(count.wrapping_add(1)));
// END REPLACE
