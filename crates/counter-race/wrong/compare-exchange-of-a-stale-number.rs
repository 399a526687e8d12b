//! Retries for ever with the number that it read first, although the count has changed and never returns to it.
//!
//! expect: atomic-loses-nothing = livelock
//! expect: atomic-counts-any-crowd = livelock

// REPLACE atomic-increment
let seen = self.count.load(Relaxed);
while self.count.compare_exchange(seen, seen + 1, Relaxed, Relaxed).is_err() {
    common::thread::yield_now();
}
// END REPLACE
