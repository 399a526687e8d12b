//! How a thread is started.

#![allow(unsafe_code)]

use super::JoinHandle;
use crate::execution::{MAX_THREADS, Thread, finish, mix, root, with_state};
use crate::record::{Action, Place, ThreadId};
use std::panic::Location;
use std::sync::{Arc, Mutex};

/// Where a thread's closure leaves what it returned.
pub(super) type Slot<T> = Arc<Mutex<Option<super::Result<T>>>>;

/// As [`std::thread::spawn`].
///
/// # Panics
/// Outside an exploration, or if there are 36 threads already.
#[track_caller]
pub fn spawn<F, T>(body: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let (thread, slot) = start(None, body, Location::caller());
    JoinHandle::new(thread, slot)
}

/// Starts a thread that lives as long as it likes.
pub(super) fn start<T: 'static>(
    name: Option<String>,
    body: impl FnOnce() -> T + 'static,
    place: Place,
) -> (ThreadId, Slot<T>) {
    // SAFETY: the body is `'static` anyway.
    unsafe { start_unchecked(name, body, place) }
}

/// Starts a thread.
///
/// # Safety
/// The thread must have finished, or the execution be over, before what `body` borrows ends.
pub(super) unsafe fn start_unchecked<'a, T: 'a>(
    name: Option<String>,
    body: impl FnOnce() -> T + 'a,
    place: Place,
) -> (ThreadId, Slot<T>) {
    let slot: Slot<T> = Arc::default();
    let result = Arc::clone(&slot);
    let body: Box<dyn FnOnce() + 'a> = Box::new(move || {
        let value = root(body);
        *result.lock().expect("nobody panics with it") = Some(value);
        drop(result);
        finish();
    });
    // SAFETY: only the lifetime changes; the caller sees to it.
    let body = unsafe { std::mem::transmute::<Box<dyn FnOnce() + 'a>, Box<dyn FnOnce() + 'static>>(body) };
    let thread = with_state(|s| {
        let child = s.threads.len();
        assert!(child < MAX_THREADS, "interleave: more than {MAX_THREADS} threads");
        let parent = s.thread();
        parent.spawned += 1;
        let key = mix(parent.key, parent.spawned);
        let clock = parent.clock;
        s.threads.push(Thread::new(name, key, clock));
        s.newborn.push(body);
        s.progresses();
        s.note(Some(place), |_| Action::Spawn { child });
        child
    });
    (thread, slot)
}
