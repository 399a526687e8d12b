//! Work that does nothing: a verdict must be the same however busy the machine is.
//!
//! Threads, and not programs: they end with the grader, however that ends.

use std::hint::spin_loop;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread::{available_parallelism, spawn};

/// Other work for every processor, until it is dropped.
pub struct Busy(Arc<AtomicBool>);

impl Busy {
    /// Begins.
    pub fn begin() -> Self {
        let over = Arc::new(AtomicBool::new(false));
        for _ in 0..available_parallelism().map_or(1, usize::from) {
            let over = Arc::clone(&over);
            spawn(move || {
                while !over.load(Relaxed) {
                    spin_loop();
                }
            });
        }
        Busy(over)
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.store(true, Relaxed);
    }
}
