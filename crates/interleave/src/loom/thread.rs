//! `loom::thread`, whose `spawn` does not require `Send`.

pub use crate::thread::*;

use crate::thread::spawn_local;
use std::panic::Location;

/// Like [`crate::thread::spawn`], but without requiring `Send`, as in `loom`: all threads of an execution run on one
/// OS thread. `std` would reject such a program.
///
/// # Panics
/// If called outside an explored program.
#[track_caller]
pub fn spawn<F, T>(body: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + 'static,
    T: 'static,
{
    spawn_local(body, Location::caller())
}
