//! Starting a thread.

#![allow(unsafe_code)]

use super::JoinHandle;
use super::local::drop_all as drop_locals;
use crate::execution::{
    Body, MAX_THREADS, Newborn, Operation, Target, Thread, abort, finish, mix, perform, root, with_state,
};
use crate::record::{Action, Place, ThreadId};
use std::panic::Location;
use std::sync::{Arc, Mutex};

/// Where a thread leaves the result of its closure.
pub(super) type Slot<T> = Arc<Mutex<Option<super::Result<T>>>>;

/// Like [`std::thread::spawn`].
///
/// # Panics
/// If called outside an explored program. A 37th thread, including the main thread, makes [`explore`](crate::explore)
/// panic.
#[track_caller]
pub fn spawn<F, T>(body: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    spawn_local(body, Location::caller())
}

/// Like [`spawn`], without requiring `Send`: all threads of an execution run on one OS thread.
#[track_caller]
pub(crate) fn spawn_local<T: 'static>(body: impl FnOnce() -> T + 'static, place: Place) -> JoinHandle<T> {
    let (thread, slot) = start(Traits::default(), body, place);
    JoinHandle::new(thread, slot)
}

/// What a builder sets for a thread.
#[derive(Debug, Default)]
pub(super) struct Traits {
    pub(super) name: Option<String>,
    /// The minimum size of its stack.
    pub(super) stack: usize,
}

/// Starts a thread with a `'static` body.
#[track_caller]
pub(super) fn start<T: 'static>(
    traits: Traits,
    body: impl FnOnce() -> T + 'static,
    place: Place,
) -> (ThreadId, Slot<T>) {
    // SAFETY: the body is `'static`.
    unsafe { start_unchecked(traits, body, place) }
}

/// Starts a thread.
///
/// # Safety
/// The thread must have finished, or its execution must be over, before the borrows of `body` end.
#[track_caller]
pub(super) unsafe fn start_unchecked<'a, T: 'a>(
    traits: Traits,
    body: impl FnOnce() -> T + 'a,
    place: Place,
) -> (ThreadId, Slot<T>) {
    let slot: Slot<T> = Arc::default();
    let result = Arc::clone(&slot);
    let body: Box<dyn FnOnce() + 'a> = Box::new(move || {
        let value = root(body);
        *result.lock().expect("nobody panics with it") = Some(value);
        // As in `std`: a result without a handle is dropped first, and its destructor must not panic.
        if let Err(payload) = root(|| drop(result)).and_then(|()| root(drop_locals)) {
            abort(&*payload);
        }
        finish();
    });
    // SAFETY: only the lifetime changes, and the caller guarantees it.
    let body = unsafe { std::mem::transmute::<Box<dyn FnOnce() + 'a>, Box<dyn FnOnce() + 'static>>(body) };
    (begin(traits, body, place), slot)
}

// Not generic, so that they are compiled with this crate and not again for each thread's body.

#[track_caller]
fn begin(traits: Traits, body: Body, place: Place) -> ThreadId {
    if with_state(|s| s.settings.ids) {
        // A thread's number depends on the order of spawns.
        perform(Operation::Free(Target::Spawns), place, |s| s.touches(Target::Spawns));
    }
    with_state(|s| {
        // Schedules name threads by their numbers.
        s.saw_ids |= s.current != 0;
        let child = s.threads.len();
        if child >= MAX_THREADS {
            s.misused(&format!(
                "interleave: {}:{} spawns more than {MAX_THREADS} threads, the most that an execution can have: explore a smaller \
                 model",
                place.file(),
                place.line()
            ));
        }
        let parent = s.thread();
        parent.spawned += 1;
        let key = mix(parent.key, parent.spawned);
        // The closure may contain what the parent has observed.
        let (clock, history) = (parent.clock, parent.history);
        // What the parent does from here on does not happen before the child.
        s.releases();
        let rounds = s.rounds.pop().unwrap_or_default();
        s.threads.push(Thread { history, ..Thread::new(traits.name, key, clock, rounds) });
        s.graph.thread_begins(child, Some(s.event));
        s.newborn.push(Newborn { body, stack: traits.stack, spawned: Some(place) });
        s.progresses();
        s.note(Some(place), |_| Action::Spawn { child });
        child
    })
}
