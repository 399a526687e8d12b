//! `std::hint`, with operations that the explorer sees.

use crate::record::StepAside;
use crate::thread::step_aside;
use crate::time::Duration;
pub use std::hint::{assert_unchecked, black_box, cold_path, select_unpredictable, unreachable_unchecked};

/// Like [`std::hint::spin_loop`]: the thread waits for another one to do something.
#[track_caller]
pub fn spin_loop() {
    step_aside(StepAside::Spin, Duration::ZERO, std::panic::Location::caller());
}
