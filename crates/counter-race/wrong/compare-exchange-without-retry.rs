//! Tries only once: if another thread was faster, the increment is lost.
//!
//! expect: atomic-loses-nothing = race condition
//! expect: atomic-counts-any-crowd = race condition
//! advice: atomic-loses-nothing = No ordering mends this: it fails with `SeqCst` everywhere, too. The mistake is elsewhere.

// REPLACE atomic-increment
let seen = self.count.load(Relaxed);
let _ = self.count.compare_exchange(seen, seen + 1, Relaxed, Relaxed);
// END REPLACE
