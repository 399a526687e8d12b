//! `loom`'s names, for tests that were written for it: `use interleave::loom;` in place of the dependency, and the rest stays.
//! The names of this crate itself are `std`'s. What a program may do, and what is found, is this crate's: see its
//! [front page](crate).
//!
//! | `loom` | here |
//! | --- | --- |
//! | `loom::model(f)` | [`check`](crate::check), after which every thread must end: [`model`](fn@model) |
//! | `loom::model::Builder` | [`Options`](crate::Options); [`model::Builder`] |
//! | `loom::stop_exploring`, `explore`, `skip_branch` | [`stop_exploring`], [`resume_exploring`](crate::resume_exploring), [`skip_branch`] |
//! | `loom::lazy_static!` | a `static` [`LazyLock`](crate::sync::LazyLock), or the macro |
//! | `loom::future` | [`future`] |
//! | `loom::cell::Cell` | [`cell::Cell`] |
//! | `loom::sync::Notify`, `loom::sync::Arc` | [`sync::Notify`], [`sync::Arc`] |
//! | `unsync_load`, `with_mut` of atomics | as there: [`AtomicUsize::unsync_load`](crate::sync::atomic::AtomicUsize::unsync_load) |
//! | `loom::alloc::Track` | [`alloc::Track`], which tracks nothing |
//!
//! `loom::sync::Arc` counts its owners with an atomic, so that each clone and each drop is a step, and the last owner comes after
//! all others. With `std`'s `Arc`, which [`crate::sync`] has, that is not known: data that the destructor of what it holds
//! accesses through a [`cell`] is told as a data race with what other owners did before they dropped theirs.
//! Nobody looks for leaks; LeakSanitizer and Miri find them in the same test.
//!
//! Not here: `loom::alloc::alloc` and `dealloc` (use `std`'s), `Builder::checkpoint_file` (an exploration takes no hours),
//! `max_duration` (a verdict never depends on the clock).
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

/// How many threads an execution may have, the main one counted.
pub const MAX_THREADS: usize = crate::execution::MAX_THREADS;

/// [`crate::sync`], with what `loom` has besides.
pub mod sync {
    pub use super::arc::Arc;
    pub use super::notify::Notify;
    pub use crate::sync::*;
}

/// Beside the macro of this name.
pub mod lazy_static {
    pub use crate::thread::AccessError;
}

/// `static`s that are made anew in each execution, with the syntax of the crate of that name.
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
