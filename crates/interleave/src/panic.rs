//! `std::panic`, observed.

use crate::execution::panics;
pub use std::panic::{AssertUnwindSafe, Location, PanicHookInfo, RefUnwindSafe, UnwindSafe, panic_any};

/// As [`std::panic::resume_unwind`], of which the explorer would not hear.
///
/// # Panics
/// Always, with `payload`; no message is printed.
pub fn resume_unwind(payload: Box<dyn std::any::Any + Send>) -> ! {
    panics::resumes();
    std::panic::resume_unwind(payload)
}

/// As [`std::panic::catch_unwind`]. Catch with this one where threads go on after a panic: of what `std`'s catches the
/// explorer hears only later, or never, and may take a thread that waits after it for one that still unwinds.
///
/// # Errors
///
/// What the panic carries.
pub fn catch_unwind<F: FnOnce() -> R + UnwindSafe, R>(run: F) -> std::thread::Result<R> {
    let unwinding = panics::is_unwinding();
    let result = std::panic::catch_unwind(run);
    // A destructor that runs because of an outer panic may catch an inner one.
    if result.is_err() && !unwinding {
        panics::caught();
    }
    result
}
