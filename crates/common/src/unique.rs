//! Numbers, none of them twice in one run of the program. They tell things apart and mean nothing else, so an explorer
//! does not watch them: this counter is `std`'s on every backend.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed}; // `Relaxed`: no other data hangs on it

/// A number that nobody else gets.
pub fn number() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Relaxed)
}
