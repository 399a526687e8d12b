//! Tries only once: if another thread was faster, the increment is lost.
//!
//! expect: atomic-loses-nothing = race condition
//! expect: atomic-counts-any-crowd = race condition
//! advice: atomic-loses-nothing = No ordering fixes this: it fails with `SeqCst` everywhere too. The bug is elsewhere.

// REPLACE atomic-increment
let seen = self.count.load(Relaxed);
let _ = self.count.compare_exchange(seen, seen + 1, Relaxed, Relaxed);
// END REPLACE
