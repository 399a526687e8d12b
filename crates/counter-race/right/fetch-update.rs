//! The same loop, from the standard library.
//!
//! advice: atomic-loses-nothing = It passes, and no ordering can be weaker.

// REPLACE atomic-increment
let _ = self.count.fetch_update(Relaxed, Relaxed, |count| Some(count.wrapping_add(1)));
// END REPLACE
