//! `loom`'s names, for tests that were written for it: replace the dependency with `use interleave::loom;` and leave
//! the rest as it is. The rest of this crate uses `std`'s names. What a program may do, and what is explored, is
//! described on this crate's [front page](crate).
//!
//! | `loom` | here |
//! | --- | --- |
//! | `loom::model(f)` | [`check`](crate::check), but every thread must end: [`model`](fn@model) |
//! | `loom::model::Builder` | [`Options`](crate::Options); [`model::Builder`] |
//! | `loom::stop_exploring`, `explore`, `skip_branch` | [`stop_exploring`], [`resume_exploring`](crate::resume_exploring), [`skip_branch`] |
//! | `loom::lazy_static!` | a `static` [`LazyLock`](crate::sync::LazyLock), or the macro |
//! | `loom::future` | [`future`] |
//! | `loom::cell::Cell` | [`cell::Cell`] |
//! | `loom::sync::Notify`, `loom::sync::Arc` | [`sync::Notify`], [`sync::Arc`] |
//! | `unsync_load`, `with_mut` of atomics | the same: [`AtomicUsize::unsync_load`](crate::sync::atomic::AtomicUsize::unsync_load) |
//! | `loom::alloc::Track` | [`alloc::Track`], which tracks nothing |
//!
//! `loom::sync::Arc` counts its owners with an atomic, so each clone and each drop is a step, and the last owner
//! comes after all others. `std`'s `Arc`, which [`crate::sync`] uses, does not show that to the explorer: if the
//! destructor of the shared value accesses a [`cell`], that is reported as a data race with what other owners did
//! before they dropped theirs. Leaks are not detected; run the same test under LeakSanitizer or Miri to find them.
//!
//! Missing: `loom::alloc::alloc` and `dealloc` (use `std`'s), `Builder::checkpoint_file` (explorations do not take
//! hours), `max_duration` (a verdict never depends on the clock).
//!
//! ```
//! use interleave::loom;
//! use loom::sync::Arc;
//! use loom::sync::atomic::{AtomicUsize, Ordering::SeqCst};
//!
//! loom::model(|| {
//!     let count = Arc::new(AtomicUsize::new(0));
//!     let other = Arc::clone(&count);
//!     let thread = loom::thread::spawn(move || other.fetch_add(1, SeqCst));
//!     count.fetch_add(1, SeqCst);
//!     thread.join().unwrap();
//!     assert_eq!(count.load(SeqCst), 2);
//! });
//! ```

pub mod alloc;
mod arc;
mod atomic;
pub mod model;
mod notify;
pub mod thread;

pub use crate::resume_exploring as explore;
pub use crate::{cell, future, hint, lazy_static, skip_branch, stop_exploring, thread_local};
pub use model::model;

/// The maximum number of threads in an execution, including the main thread.
pub const MAX_THREADS: usize = crate::execution::MAX_THREADS;

/// [`crate::sync`], with `loom`'s additions.
pub mod sync {
    pub use super::arc::Arc;
    pub use super::notify::Notify;
    pub use crate::sync::*;
}

/// The companion of the macro of this name.
pub mod lazy_static {
    pub use crate::thread::AccessError;
}

/// Declares `static`s that are initialised anew in each execution, with the syntax of the `lazy_static` crate.
///
/// ```
/// use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
///
/// interleave::loom::lazy_static! {
///     static ref COUNT: AtomicUsize = AtomicUsize::new(0);
/// }
///
/// interleave::loom::model(|| assert_eq!(COUNT.fetch_add(1, SeqCst), 0));
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! lazy_static {
    () => {};
    ($(#[$attribute:meta])* $visibility:vis static ref $name:ident: $t:ty = $init:expr; $($rest:tt)*) => {
        $(#[$attribute])*
        $visibility static $name: $crate::sync::LazyLock<$t> = $crate::sync::LazyLock::new(|| $init);
        $crate::lazy_static! { $($rest)* }
    };
}
