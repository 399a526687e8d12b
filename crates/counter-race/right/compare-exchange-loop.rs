//! Reads, computes, and writes only if no other thread has written since; otherwise it retries.
//!
//! advice: atomic-loses-nothing = It passes, and no ordering can be weaker.

// REPLACE atomic-increment
let mut seen = self.count.load(Relaxed);
while let Err(now) = self.count.compare_exchange(seen, seen.wrapping_add(1), Relaxed, Relaxed) {
    seen = now;
}
// END REPLACE
