//! `loom::thread`, whose `spawn` takes what is not `Send`.

pub use crate::thread::*;

use crate::thread::spawn_local;
use std::panic::Location;

/// As [`crate::thread::spawn`], also of what is not `Send`, as `loom` has it: all threads of an execution run on one thread of
/// the operating system. Rust would not let the program do so.
///
/// # Panics
/// Outside an exploration.
#[track_caller]
pub fn spawn<F, T>(body: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + 'static,
    T: 'static,
{
    spawn_local(body, Location::caller())
}
