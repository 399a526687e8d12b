//! `std::panic`, with panics that the explorer sees.

use crate::execution::panics;
pub use std::panic::{AssertUnwindSafe, Location, PanicHookInfo, RefUnwindSafe, UnwindSafe, panic_any};

/// Like [`std::panic::resume_unwind`], which the explorer would not notice.
///
/// # Panics
/// Always, with `payload`. No message is printed.
pub fn resume_unwind(payload: Box<dyn std::any::Any + Send>) -> ! {
    panics::resumes();
    std::panic::resume_unwind(payload)
}

/// Like [`std::panic::catch_unwind`]. Use this one if a thread continues after a panic: the explorer learns of a
/// panic caught by `std`'s version late or never, and may treat a thread that then waits as still unwinding.
///
/// # Errors
///
/// The payload of the panic.
pub fn catch_unwind<F: FnOnce() -> R + UnwindSafe, R>(run: F) -> std::thread::Result<R> {
    let unwinding = panics::is_unwinding();
    let result = std::panic::catch_unwind(run);
    // A destructor that runs while the thread unwinds may catch a panic of its own.
    if result.is_err() && !unwinding {
        panics::caught();
    }
    result
}
